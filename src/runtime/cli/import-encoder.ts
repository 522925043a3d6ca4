import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import {
  EncoderConfig,
  type EncoderConfig as EncoderConfigType,
} from '../../nodes/network/transformer/pretrained/encoder-config.ts';
import {
  type Matrix,
  pretrainedEncoder,
} from '../../nodes/network/transformer/pretrained/encoder-weights.ts';
import { type ProblemDraft, ProblemError } from '../../pipeline/problem.ts';
import { fileFault } from '../file-fault.ts';
import { FLOATS, float32Of, isFloat } from '../half-floats.ts';
import { writeModel } from '../model-file.ts';
import { readText } from '../read-text.ts';
import { readHeader } from '../safetensors.ts';

/** Bytes. BERT-large in float32 has 1.3 GB. */
const LIMITS = { config: 1 << 20, tokenizer: 64 << 20, weights: 4 * 2 ** 30 } as const;
const MOST_PIECES = 1_000_000;

export type ImportedEncoder = {
  /** Of a folder as others publish encoders: config.json, one .safetensors file, tokenizer.json or vocab.txt. */
  readonly folder: string;
  /** A list of pieces of words, one a line, as `npm run data` writes it beside texts. */
  readonly pieces: string;
  readonly length: number;
  readonly classes: number;
  readonly to: string;
};

const refuse = ({ found, ...draft }: Omit<ProblemDraft, 'fix'>): never => {
  throw new ProblemError({
    ...draft,
    ...(found !== undefined && { found: found.slice(0, 200) }),
    fix: 'Choose the folder of a BERT, MiniLM or DistilBERT encoder, with all of its files.',
  });
};

/**
 * Saves an encoder that others trained as a model that a teacher can be loaded from.
 *
 * @throws ProblemError where a file is missing, damaged or of another kind of network
 */
export async function importEncoder({ folder, pieces, length, classes, to }: ImportedEncoder) {
  const files = await readdir(folder).catch((error: unknown) => {
    throw fileFault(error, folder, 'read');
  });
  const config = await readConfig(folder);
  const rows = await readRows(folder, files);
  const wanted = linesOf((await readText(pieces, LIMITS.tokenizer)).text);
  const { has, tensor } = await readTensors(join(folder, weightsName(files)));
  const model = pretrainedEncoder(
    { config, rows, has, tensor },
    { length, pieces: wanted, padding: Math.max(0, wanted.indexOf('[PAD]')), classes, pool: 'mean' },
  );
  await writeModel(to, model);
  return model;
}

async function readJson(path: string, limit: number): Promise<unknown> {
  const { text } = await readText(path, limit);
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse({ code: 'encoder-json', message: `${basename(path)} is no JSON.`, found: String(error) });
  }
}

async function readConfig(folder: string): Promise<EncoderConfigType> {
  const parsed = EncoderConfig.safeParse(await readJson(join(folder, 'config.json'), LIMITS.config));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse({
    code: 'encoder-config',
    message: 'config.json is of a network that cannot be read here.',
    found: `${issue?.path.join('.')}: ${issue?.message}`,
    allowed: 'bert, distilbert',
  });
}

const WordPieces = z.object({
  model: z.object({
    type: z.literal('WordPiece'),
    vocab: z.record(z.string(), z.int().nonnegative().max(MOST_PIECES)),
  }),
});

/** The row of each piece, from either of the two files that encoders come with. */
async function readRows(folder: string, files: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (!files.includes('tokenizer.json')) {
    const { text } = await readText(join(folder, 'vocab.txt'), LIMITS.tokenizer);
    return new Map(linesOf(text).map((piece, row) => [piece, row]));
  }
  const json = await readJson(join(folder, 'tokenizer.json'), LIMITS.tokenizer);
  const parsed = WordPieces.safeParse(json);
  if (parsed.success) return new Map(Object.entries(parsed.data.model.vocab));
  const [issue] = parsed.error.issues;
  return refuse({
    code: 'encoder-tokenizer',
    message: 'tokenizer.json is of another kind of tokenizer.',
    found: `${issue?.path.join('.')}: ${issue?.message}`,
    allowed: 'WordPiece',
  });
}

const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((it) => it !== '');

function weightsName(files: readonly string[]): string {
  const found = files.filter((it) => it.endsWith('.safetensors'));
  const [only] = found.includes('model.safetensors') ? ['model.safetensors'] : found;
  if (only !== undefined && (found.length === 1 || only === 'model.safetensors')) return only;
  return refuse({
    code: 'encoder-file',
    message: 'The folder holds no single file of weights.',
    found: found.join(', ') || 'no .safetensors file',
    allowed: 'model.safetensors, or one such file',
  });
}

/** Checks the whole header before anything of it is believed; each tensor is made when it is asked for. */
async function readTensors(path: string) {
  const bytes = await readWhole(path);
  const { tensors, offset } = readHeader(bytes, bytes.byteLength);
  const tensor = (name: string): Matrix | undefined => {
    const info = tensors.get(name);
    if (info === undefined) return undefined;
    const { dtype, shape, begin, end } = info;
    if (!isFloat(dtype))
      return refuse({
        code: 'encoder-weights',
        message: `The encoder's weight ${name} is of a type that is not read here.`,
        found: dtype,
        allowed: FLOATS.join(', '),
      });
    return { shape, values: float32Of(dtype, bytes.subarray(offset + begin, offset + end)) };
  };
  return { has: (name: string) => tensors.has(name), tensor };
}

async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileFault(error, path, 'read');
  });
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > LIMITS.weights)
      return refuse({
        code: 'encoder-file',
        message: `${basename(path)} is no plain file of a size that is read here.`,
        found: `${found.size} bytes`,
        allowed: `at most ${LIMITS.weights}`,
      });
    return await file.readFile();
  } finally {
    await file.close();
  }
}
