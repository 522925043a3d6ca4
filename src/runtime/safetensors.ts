import { type ProblemDraft, ProblemError } from '../pipeline/problem.ts';
import { JsonFault, type StrictJson, strictJson } from './strict-json.ts';

/** Bits an element, of every type that the format knows. */
const BITS = {
  F64: 64,
  I64: 64,
  U64: 64,
  C64: 64,
  F32: 32,
  I32: 32,
  U32: 32,
  F16: 16,
  BF16: 16,
  I16: 16,
  U16: 16,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  I8: 8,
  U8: 8,
  BOOL: 8,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F4: 4,
} as const;
export type Dtype = keyof typeof BITS;

const LENGTH_BYTES = 8;
/** The format's own limit on its header. */
export const HEADER_LIMIT = 100_000_000;

/** Where one tensor stands; offsets count from the first byte after the header. */
export type TensorInfo = {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
};

export type SafetensorsHeader = {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Bytes before the first tensor's. */
  readonly offset: number;
};

/** One tensor with its values, row by row; the type of the array says the type of the values. */
export type Tensor = {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
};

const refuse = ({ found, ...draft }: Omit<ProblemDraft, 'fix'>): never => {
  throw new ProblemError({
    ...draft,
    ...(found !== undefined && { found: found.slice(0, 200) }),
    fix: 'Get the file again from where it came.',
  });
};

/** How many bytes of a file belong to its header, from the file's first eight. */
export function headerBytes(first: Uint8Array, fileBytes: number): number {
  if (first.byteLength < LENGTH_BYTES || fileBytes < LENGTH_BYTES)
    refuse({
      code: 'safetensors-short',
      message: 'The file ends before its header.',
      found: `${fileBytes} bytes`,
      allowed: 'at least 8',
    });
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(HEADER_LIMIT))
    refuse({
      code: 'safetensors-header-large',
      message: 'The header is too large.',
      found: `${length} bytes`,
      allowed: `at most ${HEADER_LIMIT}`,
    });
  if (LENGTH_BYTES + Number(length) > fileBytes)
    refuse({
      code: 'safetensors-header-cut',
      message: 'The file ends inside its header.',
      found: `${fileBytes} bytes`,
      allowed: `${length} and 8 more`,
    });
  return LENGTH_BYTES + Number(length);
}

/**
 * Reads and checks a header as strictly as the reference reader does, and refuses keys that come twice as the
 * format asks: every byte after the header belongs to exactly one tensor, and to each as many as its shape says.
 * Nothing is allocated by what the header claims.
 *
 * @param header the file's first bytes, length field included
 * @param fileBytes size of the whole file
 * @throws ProblemError with a `safetensors-…` code
 */
export function readHeader(header: Uint8Array, fileBytes: number): SafetensorsHeader {
  const offset = headerBytes(header, fileBytes);
  const root = parseText(header.subarray(LENGTH_BYTES, offset));
  if (!(root instanceof Map))
    return refuse({ code: 'safetensors-header-shape', message: 'The header is no object.' });
  const metadata = readMetadata(root.get('__metadata__'));
  const tensors = new Map<string, TensorInfo>();
  for (const [name, value] of root) if (name !== '__metadata__') tensors.set(name, readInfo(name, value));
  let end = 0;
  for (const [name, info] of [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (info.begin !== end)
      refuse({
        code: 'safetensors-offsets',
        message: `Tensor ${name} overlaps another or leaves a hole.`,
        found: `begins at ${info.begin}`,
        allowed: `${end}`,
      });
    end = info.end;
  }
  if (offset + end !== fileBytes)
    refuse({
      code: 'safetensors-size',
      message: 'The file is longer or shorter than its header says.',
      found: `${fileBytes}`,
      allowed: `${offset + end}`,
    });
  return { metadata, tensors, offset };
}

function parseText(bytes: Uint8Array): StrictJson {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse({
      code: 'safetensors-header-text',
      message: 'The header is no UTF-8 text.',
      found: `${bytes.byteLength} bytes`,
    });
  }
  try {
    return strictJson(text);
  } catch (error) {
    if (error instanceof JsonFault)
      return refuse({
        code: 'safetensors-header-json',
        message: 'The header is no JSON.',
        found: error.message,
      });
    throw error;
  }
}

function readMetadata(value: StrictJson | undefined): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return new Map();
  if (!(value instanceof Map))
    return refuse({ code: 'safetensors-metadata', message: '__metadata__ is no object.' });
  for (const [key, text] of value)
    if (typeof text !== 'string')
      refuse({ code: 'safetensors-metadata', message: `__metadata__.${key.slice(0, 80)} is no text.` });
  return value as ReadonlyMap<string, string>;
}

function readInfo(name: string, value: StrictJson): TensorInfo {
  const shown = name.slice(0, 80);
  if (!(value instanceof Map))
    return refuse({ code: 'safetensors-tensor', message: `Tensor ${shown} is no object.` });
  const dtype = value.get('dtype');
  const shape = value.get('shape');
  const offsets = value.get('data_offsets');
  if (typeof dtype !== 'string' || !Object.hasOwn(BITS, dtype))
    return refuse({
      code: 'safetensors-dtype',
      message: `Tensor ${shown} has no known type.`,
      found: String(dtype),
      allowed: Object.keys(BITS).join(', '),
    });
  if (!isSizes(shape))
    return refuse({ code: 'safetensors-tensor', message: `Tensor ${shown} has no shape of whole numbers.` });
  if (!isSizes(offsets) || offsets.length !== 2)
    return refuse({ code: 'safetensors-tensor', message: `Tensor ${shown} has no two data offsets.` });
  const [begin, end] = offsets as [number, number];
  const bits = elements(shape, shown) * BigInt(BITS[dtype as Dtype]);
  if (bits % 8n !== 0n || BigInt(end) - BigInt(begin) !== bits / 8n)
    refuse({
      code: 'safetensors-offsets',
      message: `Tensor ${shown} has other offsets than its shape needs.`,
      found: `${begin} … ${end}`,
    });
  return { dtype: dtype as Dtype, shape, begin, end };
}

const isSizes = (value: StrictJson | undefined): value is readonly number[] =>
  Array.isArray(value) && value.every((it) => typeof it === 'number' && Number.isSafeInteger(it));

/** A product beyond 64 bits is refused as the reference does, also where a later size is 0. */
function elements(shape: readonly number[], name: string): bigint {
  let product = 1n;
  for (const size of shape) {
    product *= BigInt(size);
    if (product >= 1n << 64n)
      refuse({ code: 'safetensors-shape', message: `Tensor ${name} is too large.`, found: shape.join('×') });
  }
  return product;
}

/** All tensors of a file in memory. Types other than F32, I32 and U8 are refused, as nothing here uses them. */
export function decodeSafetensors(bytes: Uint8Array): {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, Tensor>;
} {
  const { metadata, tensors, offset } = readHeader(bytes, bytes.byteLength);
  const decoded = new Map<string, Tensor>();
  for (const [name, { dtype, shape, begin, end }] of tensors) {
    // A copy: the bytes may stand at an odd address, and the file's buffer must not be kept alive by one tensor.
    // Not `slice`, which shares memory where the bytes are a Buffer.
    const own = new Uint8Array(bytes.subarray(offset + begin, offset + end)).buffer;
    decoded.set(name, { shape, values: valuesOf(name, dtype, own) });
  }
  return { metadata, tensors: decoded };
}

/** Both this format and every machine that runs Node are little-endian, so that bytes need no turning. */
function valuesOf(name: string, dtype: Dtype, bytes: ArrayBuffer): Tensor['values'] {
  if (dtype === 'F32') return new Float32Array(bytes);
  if (dtype === 'I32') return new Int32Array(bytes);
  if (dtype === 'U8') return new Uint8Array(bytes);
  return refuse({
    code: 'safetensors-dtype',
    message: `Tensor ${name.slice(0, 80)} is of a type that is not read here.`,
    found: dtype,
    allowed: 'F32, I32, U8',
  });
}

const dtypeOf = (values: Tensor['values']): 'F32' | 'I32' | 'U8' =>
  values instanceof Float32Array ? 'F32' : values instanceof Int32Array ? 'I32' : 'U8';

/** The bytes of a file. Wide types come first, then names in order: equal tensors give equal bytes. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort(
    ([a, { values: x }], [b, { values: y }]) => y.BYTES_PER_ELEMENT - x.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  let end = 0;
  const entries: [string, unknown][] = [['__metadata__', metadata]];
  for (const [name, { shape, values }] of sorted) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (name === '__metadata__' || count !== values.length)
      throw new Error(`Tensor ${name} has ${values.length} values for the shape ${shape.join('×')}`);
    const begin = end;
    end += values.byteLength;
    entries.push([name, { dtype: dtypeOf(values), shape, data_offsets: [begin, end] }]);
  }
  // Written by hand where JavaScript would put keys that look like numbers first.
  const json = `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
  const text = new TextEncoder().encode(json);
  const padded = Math.ceil(text.byteLength / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + padded + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, LENGTH_BYTES + text.byteLength, LENGTH_BYTES + padded);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + padded;
  for (const [, { values }] of sorted) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}
