import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { type ProblemDraft, ProblemError } from '../pipeline/problem.ts';
import type { ModelHeader } from '../plan/builder.ts';
import { Layer, LayerRefusal, networkShape } from '../plan/layers.ts';
import { atomicWrite, type Written } from './atomic-write.ts';
import { fileFault } from './file-fault.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  headerBytes,
  readHeader,
  type SafetensorsHeader,
} from './safetensors.ts';

/** What a saved model says of itself in the file's `__metadata__`. */
export const MODEL_FORMAT = 'potstill-network';
export const MODEL_VERSION = 1;

const Architecture = z.strictObject({
  input: z.array(z.int().positive()).min(1).max(4),
  classes: z.int().min(2),
  layers: z.array(Layer).min(1).max(2000),
});
export type Architecture = z.infer<typeof Architecture>;

/** A network's weights by `<layer>/<weight>`, row by row. */
export type Weights = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

export type SavedModel = Architecture & {
  readonly weights: Weights;
  /** Text of the document that it came from, where it is known. */
  readonly pipeline?: string;
};

const badModel = (path: string, { message, found, ...draft }: Omit<ProblemDraft, 'fix'>) =>
  new ProblemError({
    ...draft,
    message: `${basename(path)}: ${message}`,
    ...(found !== undefined && { found: found.slice(0, 200) }),
    fix: 'Choose a model that Potstill saved.',
  });

/** The format's own complaints know of no file; this puts its name in front. */
function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { message } = error.problem;
    const rest = `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
    throw new ProblemError({ ...error.problem, message: `${basename(path)}: ${rest}` });
  }
}

/**
 * A network as the bytes of one .safetensors file.
 *
 * @param name of the file, for the message
 * @throws ProblemError where the weights are not those of the layers
 */
export function encodeModel(
  name: string,
  { weights, input, classes, layers, pipeline }: SavedModel,
): Uint8Array<ArrayBuffer> {
  const architecture: Architecture = { input, classes, layers };
  const shapes = weightShapes(name, architecture);
  const tensors = new Map(
    [...shapes].map(([weight, shape]) => {
      const values = weights.get(weight);
      if (values?.length !== count(shape))
        throw badModel(name, {
          code: 'model-weights',
          message: `weight ${weight} does not fit.`,
          found: `${values?.length} values`,
        });
      return [weight, { shape, values }];
    }),
  );
  return encodeSafetensors(tensors, {
    format: MODEL_FORMAT,
    version: String(MODEL_VERSION),
    network: JSON.stringify(architecture),
    ...(pipeline !== undefined && { pipeline }),
  });
}

/**
 * Saves a network as one .safetensors file, whole or not at all.
 *
 * @throws ProblemError where the weights are not those of the layers, or the file cannot be written
 */
export async function writeModel(path: string, model: SavedModel): Promise<Written> {
  return atomicWrite(path, encodeModel(path, model));
}

/**
 * What a saved model is, without reading its weights into memory; the hash is over the whole file.
 *
 * @throws ProblemError where it is no model of ours, damaged, or its weights do not suit its layers
 */
export async function readModelHeader(path: string): Promise<ModelHeader> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileFault(error, path, 'read');
  });
  try {
    const found = await file.stat();
    if (!found.isFile()) throw badModel(path, { code: 'model-no-file', message: 'this is no plain file.' });
    const first = await readExactly(file, 8, path);
    const header = await readExactly(
      file,
      named(path, () => headerBytes(first, found.size)),
      path,
    );
    const architecture = architectureOf(
      path,
      named(path, () => readHeader(header, found.size)),
    );
    const digest = createHash('sha256');
    for await (const part of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 }))
      digest.update(part as Uint8Array);
    return { sha256: digest.digest('hex'), ...architecture };
  } catch (error) {
    throw fileFault(error, path, 'read');
  } finally {
    await file.close();
  }
}

async function readExactly(file: FileHandle, length: number, path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, at);
    if (bytesRead === 0)
      throw badModel(path, {
        code: 'model-cut',
        message: 'the file ends too early.',
        found: `${at} bytes`,
        allowed: `${length}`,
      });
    at += bytesRead;
  }
  return bytes;
}

/**
 * Reads a saved model whole.
 *
 * @param sha256 the content that is asked for; another is refused
 */
export async function readModel(path: string, sha256?: string): Promise<SavedModel> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileFault(error, path, 'read');
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== undefined && found !== sha256)
    throw badModel(path, {
      code: 'model-changed',
      message: 'this is not the model that was chosen.',
      found,
      allowed: sha256,
    });
  const architecture = architectureOf(
    path,
    named(path, () => readHeader(bytes, bytes.byteLength)),
  );
  const { tensors } = named(path, () => decodeSafetensors(bytes));
  const weights = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [name, { values }] of tensors) if (values instanceof Float32Array) weights.set(name, values);
  return { ...architecture, weights };
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

function architectureOf(path: string, { metadata, tensors }: SafetensorsHeader): Architecture {
  if (metadata.get('format') !== MODEL_FORMAT)
    throw badModel(path, {
      code: 'model-foreign',
      message: 'this is no model of Potstill.',
      found: metadata.get('format'),
      allowed: MODEL_FORMAT,
    });
  if (metadata.get('version') !== String(MODEL_VERSION))
    throw badModel(path, {
      code: 'model-newer',
      message: 'this model was saved by another version of Potstill.',
      found: metadata.get('version'),
      allowed: String(MODEL_VERSION),
    });
  const architecture = parseArchitecture(path, metadata.get('network') ?? '');
  const shapes = weightShapes(path, architecture);
  for (const [name, { dtype, shape }] of tensors) {
    const wanted = shapes.get(name);
    if (!wanted)
      throw badModel(path, { code: 'model-weights', message: `no layer has a weight ${name.slice(0, 80)}.` });
    if (dtype !== 'F32' || shape.join() !== wanted.join())
      throw badModel(path, {
        code: 'model-weights',
        message: `weight ${name} does not suit its layer.`,
        found: `${dtype} ${shape.join('×')}`,
        allowed: `F32 ${wanted.join('×')}`,
      });
  }
  const missing = [...shapes.keys()].find((name) => !tensors.has(name));
  if (missing !== undefined)
    throw badModel(path, { code: 'model-weights', message: `weight ${missing} is missing.` });
  return architecture;
}

function parseArchitecture(path: string, text: string): Architecture {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badModel(path, {
      code: 'model-damaged',
      message: 'its description is no JSON.',
      found: text.slice(0, 40),
    });
  }
  const parsed = Architecture.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badModel(path, {
    code: 'model-damaged',
    message: 'its description is not as it should be.',
    found: `${issue?.path.join('.')}: ${issue?.message}`,
  });
}

/** Every weight that the layers need, by name; also where the last layer does not answer as many classes. */
function weightShapes(
  path: string,
  { layers, input, classes }: Architecture,
): Map<string, readonly number[]> {
  try {
    const { layers: shapes, output } = networkShape(layers, input);
    if (output.join() !== String(classes))
      throw badModel(path, {
        code: 'model-damaged',
        message: 'its last layer is not one value a class.',
        found: output.join('×'),
        allowed: String(classes),
      });
    return new Map(
      [...shapes].flatMap(([id, { weights }]) =>
        weights.map((it) => [`${id}/${it.name}`, it.shape] as const),
      ),
    );
  } catch (error) {
    if (error instanceof LayerRefusal)
      throw badModel(path, { code: 'model-damaged', message: error.message });
    throw error;
  }
}
