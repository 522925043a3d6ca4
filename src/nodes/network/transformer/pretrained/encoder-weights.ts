import { type ProblemDraft, ProblemError } from '../../../../pipeline/problem.ts';
import { type Layer, LayerRefusal, networkShape } from '../../../../plan/layers.ts';
import { type TransformerSize, transformerTrunk } from '../trunk.ts';
import { type EncoderConfig, encoderSize } from './encoder-config.ts';
import { type EncoderNames, encoderNames } from './encoder-names.ts';

/** A tensor of a foreign file: rows behind each other. */
export type Matrix = { readonly shape: readonly number[]; readonly values: Float32Array<ArrayBuffer> };

export type EncoderFile = {
  readonly config: EncoderConfig;
  /** Undefined where the file has no such tensor. Asked for each tensor once, so that it may be read there and then. */
  readonly tensor: (name: string) => Matrix | undefined;
  readonly has: (name: string) => boolean;
  /** The row of each of its pieces of words. */
  readonly rows: ReadonlyMap<string, number>;
};

/** What the network is to read: so many tokens of these pieces, by number. */
export type Reads = {
  readonly length: number;
  readonly pieces: readonly string[];
  readonly padding: number;
  readonly classes: number;
  readonly pool: TransformerSize['pool'];
};

type Weights = Map<string, Float32Array<ArrayBuffer>>;
export type Pretrained = {
  readonly input: number[];
  readonly classes: number;
  readonly layers: Layer[];
  readonly weights: Weights;
};

const refuse = (draft: Omit<ProblemDraft, 'fix'>): never => {
  throw new ProblemError({ ...draft, fix: 'Choose the folder of a BERT, MiniLM or DistilBERT encoder.' });
};

/**
 * An encoder that others trained, as a network of the product's own transformer layers, which computes the same.
 *
 * - Kernels stand transposed there: y = W x + b, W [out, in].
 * - Of the table of tokens those rows are taken that the wanted pieces have; of the places, the first `length`.
 * - Every token of a text belongs to the first of BERT's two texts: that row is added to all places.
 * - Attention's keys have a bias there: q · (k + b) adds the same to all keys of a query, which the softmax cancels.
 * - The classifier is all zeros: an encoder has none, and says nothing of classes until it has learned them.
 *
 * @throws ProblemError encoder-weights, encoder-pieces, encoder-length, encoder-config
 */
export function pretrainedEncoder(file: EncoderFile, reads: Reads): Pretrained {
  const size = encoderSize(file.config);
  const names = encoderNames(file.config);
  const read = reader(file, names);
  const { length, pieces, padding, classes, pool } = reads;
  const languageHead = file.has(names.language.bias);
  const { layers, add } = transformerTrunk(
    { ...size, pool, languageHead, dropout: 0 },
    { vocabulary: pieces.length, padding },
  );
  add({ kind: 'dense', units: classes, id: 'logits' });
  const shapes = shapesOf(layers, length);
  const weights: Weights = new Map();
  for (const [id, { weights: own }] of shapes)
    for (const { name, shape } of own) {
      const count = shape.reduce((product, it) => product * it, 1);
      weights.set(`${id}/${name}`, new Float32Array(count));
    }

  const { units } = size;
  const rows = rowsOf(file, pieces);
  weights.set('embedding/table', chosenRows(read.table(names.tokens, units), rows, units, names.tokens));
  weights.set('places/table', places(read, names, units, length));
  const dense = (id: string, name: string, wide: readonly [number, number], bias = true) => {
    weights.set(`${id}/kernel`, transposed(read.matrix(`${name}.weight`, [wide[1], wide[0]]), wide));
    if (bias) weights.set(`${id}/bias`, read.matrix(`${name}.bias`, [wide[1]]));
  };
  const norm = (id: string, name: string) => {
    weights.set(`${id}/gamma`, read.either([`${name}.weight`, `${name}.gamma`], [units]));
    weights.set(`${id}/beta`, read.either([`${name}.bias`, `${name}.beta`], [units]));
  };
  norm('embedding-norm', names.norm);
  for (let block = 0; block < size.blocks; block += 1) {
    const of = names.block(block);
    const id = (part: string) => `block-${block + 1}-${part}`;
    for (const part of ['query', 'key', 'value', 'attended'] as const)
      dense(id(part), of[part], [units, units], part !== 'key');
    dense(id('wide'), of.wide, [units, size.feedForward]);
    dense(id('narrow'), of.narrow, [size.feedForward, units]);
    norm(id('attended-norm'), of['attended-norm']);
    norm(id('norm'), of.norm);
  }
  if (languageHead) {
    dense('language-dense', names.language.dense, [units, units]);
    norm('language-norm', names.language.norm);
    weights.set(
      'language/bias',
      chosenRows(read.table(names.language.bias, 1), rows, 1, names.language.bias),
    );
  }
  return { input: [length], classes, layers, weights };
}

function shapesOf(layers: readonly Layer[], length: number) {
  try {
    return networkShape(layers, [length]).layers;
  } catch (error) {
    if (error instanceof LayerRefusal)
      return refuse({ code: 'encoder-config', message: `config.json does not add up: ${error.message}.` });
    throw error;
  }
}

type Reader = ReturnType<typeof reader>;

/** Reads tensors by name, in a file that may put the same word in front of all of an encoder's names. */
function reader({ tensor, has }: EncoderFile, { prefix, tokens }: EncoderNames) {
  const front = has(tokens) ? '' : prefix;
  /** Heads stand beside the encoder and have nothing in front. */
  const find = (name: string) => tensor(`${front}${name}`) ?? tensor(name);
  const some = (name: string): Matrix =>
    find(name) ?? refuse({ code: 'encoder-weights', message: `The encoder lacks the weight ${name}.` });
  const checked = (name: string, { shape, values }: Matrix, wanted: readonly number[]) =>
    shape.join() === wanted.join()
      ? values
      : refuse({
          code: 'encoder-weights',
          message: `The encoder's weight ${name} is not as its config.json says.`,
          found: shape.join('×'),
          allowed: wanted.join('×'),
        });
  return {
    matrix: (name: string, wanted: readonly number[]) => checked(name, some(name), wanted),
    either: ([name, older]: readonly [string, string], wanted: readonly number[]) =>
      checked(name, find(name) ?? find(older) ?? some(name), wanted),
    /** Any number of rows of so many units; a single number a row where `units` is 1. */
    table: (name: string, units: number): Float32Array<ArrayBuffer> => {
      const { shape, values } = some(name);
      const wanted = units === 1 ? [shape[0] ?? 0] : [shape[0] ?? 0, units];
      return checked(name, { shape, values }, wanted);
    },
  };
}

function rowsOf({ rows }: EncoderFile, pieces: readonly string[]): number[] {
  return pieces.map(
    (piece) =>
      rows.get(piece) ??
      refuse({
        code: 'encoder-pieces',
        message: 'The encoder does not know a piece of a word that the texts are made of.',
        found: piece.slice(0, 40),
        allowed: 'pieces of its own tokenizer',
      }),
  );
}

function chosenRows(
  table: Float32Array<ArrayBuffer>,
  rows: readonly number[],
  units: number,
  name: string,
): Float32Array<ArrayBuffer> {
  const chosen = new Float32Array(rows.length * units);
  rows.forEach((row, at) => {
    if ((row + 1) * units > table.length)
      refuse({
        code: 'encoder-weights',
        message: `The encoder's ${name} has fewer rows than its tokenizer has pieces.`,
      });
    chosen.set(table.subarray(row * units, (row + 1) * units), at * units);
  });
  return chosen;
}

function places(read: Reader, names: EncoderNames, units: number, length: number) {
  const table = read.table(names.places, units);
  if (table.length < length * units)
    return refuse({
      code: 'encoder-length',
      message: 'The encoder was never shown texts of so many tokens.',
      found: String(length),
      allowed: `1 … ${table.length / units}`,
    });
  const first = names.texts === undefined ? undefined : read.table(names.texts, units);
  return table.slice(0, length * units).map((it, at) => it + (first?.[at % units] ?? 0));
}

/** W [out, in] → [in, out] */
function transposed(
  values: Float32Array<ArrayBuffer>,
  [width, units]: readonly [number, number],
): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < units; row += 1)
    for (let column = 0; column < width; column += 1)
      turned[column * units + row] = values[row * width + column] as number;
  return turned;
}
