import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/pipeline/problem.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  HEADER_LIMIT,
  headerBytes,
  type Tensor,
} from '../../src/runtime/safetensors.ts';

/** A file of this header and so many data bytes; what the header says is up to the test. */
function file(header: string, data = 0, length = Buffer.byteLength(header)): Uint8Array {
  const bytes = Buffer.alloc(8 + Buffer.byteLength(header) + data);
  bytes.writeBigUInt64LE(BigInt(length));
  bytes.write(header, 8);
  return bytes;
}

const codeOf = (bytes: Uint8Array): string => {
  try {
    decodeSafetensors(bytes);
    return 'accepted';
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.code.replace('safetensors-', '');
    throw error;
  }
};

const info = (begin: number, end: number, shape: readonly number[] = [(end - begin) / 4], dtype = 'F32') =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

describe('tensors', () => {
  const float = fc.float({ noDefaultInfinity: true });
  const tensor: fc.Arbitrary<Tensor> = fc.oneof(
    fc.array(float, { maxLength: 20 }).map((it) => ({ shape: [it.length], values: Float32Array.from(it) })),
    fc
      .array(fc.integer(), { maxLength: 20 })
      .map((it) => ({ shape: [it.length, 1], values: Int32Array.from(it) })),
    fc.uint8Array({ maxLength: 20 }).map((it) => ({ shape: [1, it.length], values: Uint8Array.from(it) })),
    float.map((it) => ({ shape: [], values: Float32Array.of(it) })),
  );
  const name = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((it) => it !== '__metadata__');
  const tensors = fc.uniqueArray(fc.tuple(name, tensor), { selector: ([it]) => it, maxLength: 8 });
  const metadata = fc.dictionary(
    fc.string({ maxLength: 8 }).filter((it) => it !== '__proto__'),
    fc.string({ maxLength: 20 }),
  );

  it('come back bit for bit, under any name, with their metadata', () => {
    fc.assert(
      fc.property(tensors, metadata, (list, told) => {
        const back = decodeSafetensors(encodeSafetensors(new Map(list), told));
        expect(Object.fromEntries(back.metadata)).toEqual(told);
        expect(new Map(back.tensors)).toEqual(new Map(list));
      }),
    );
  });

  it('give the same bytes in whatever order they are handed in', () => {
    fc.assert(
      fc.property(tensors, (list) => {
        const one = encodeSafetensors(new Map(list));
        expect(encodeSafetensors(new Map(list.toReversed()))).toEqual(one);
      }),
    );
  });

  it('begin at an address that suits every type', () => {
    const bytes = encodeSafetensors(new Map([['a', { shape: [1], values: new Float32Array(1) }]]));
    expect(headerBytes(bytes, bytes.byteLength) % 8).toBe(0);
  });

  it('are not written with other values than their shape asks for', () => {
    const wrong = new Map([['a', { shape: [3], values: new Float32Array(2) }]]);
    expect(() => encodeSafetensors(wrong)).toThrow('a has 2 values');
  });
});

describe('a file is accepted', () => {
  for (const [what, bytes] of Object.entries({
    'without tensors': file('{}'),
    'padded with spaces': file('{"__metadata__":{"a":"b"}}      '),
    'with a scalar': file(`{"a":${info(0, 4, [])}}`, 4),
    'with an empty tensor': file(`{"a":${info(0, 0, [0, 7])}}`),
    'with tensors in any order': file(`{"b":${info(4, 8)},"a":${info(0, 4)}}`, 8),
  }))
    it(what, () => expect(codeOf(bytes)).toBe('accepted'));
});

describe('a file is refused', () => {
  const cases: Record<string, [Uint8Array, string]> = {
    'shorter than its length field': [Buffer.alloc(7), 'short'],
    'with a header beyond its end': [file('{}', 0, 3), 'header-cut'],
    'with a header beyond the limit': [file('{}', 0, HEADER_LIMIT + 1), 'header-large'],
    'with a header that is no UTF-8': [Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0xff]), 'header-text'],
    'with a header that is no JSON': [file('{"a":}'), 'header-json'],
    'with something behind the JSON': [file('{} {}'), 'header-json'],
    'with a byte order mark': [file('\ufeff{}'), 'header-json'],
    'with a list as header': [file('[]'), 'header-shape'],
    'with a key that comes twice': [file(`{"a":${info(0, 4)},"a":${info(0, 4)}}`, 4), 'header-json'],
    'with an unknown type': [file(`{"a":${info(0, 4, [1], 'F33')}}`, 4), 'dtype'],
    'with a type named like a method': [file(`{"a":${info(0, 4, [1], 'toString')}}`, 4), 'dtype'],
    'with a size that is no whole number': [file(`{"a":${info(0, 4, [1.5])}}`, 4), 'tensor'],
    'with a size below zero': [file(`{"a":${info(0, 4, [-1])}}`, 4), 'tensor'],
    'with a size written as 1.0': [
      file('{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}', 4),
      'tensor',
    ],
    'with one offset': [file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}', 4), 'tensor'],
    'with offsets that go back': [file(`{"a":${info(4, 0, [1])}}`, 4), 'offsets'],
    'with other offsets than its shape': [file(`{"a":${info(0, 8, [1])}}`, 8), 'offsets'],
    'with a hole': [file(`{"a":${info(0, 4)},"b":${info(8, 12)}}`, 12), 'offsets'],
    'with a hole at the start': [file(`{"a":${info(4, 8)}}`, 8), 'offsets'],
    'with an overlap': [file(`{"a":${info(0, 8)},"b":${info(4, 12)}}`, 12), 'offsets'],
    'with bytes that belong to nothing': [file(`{"a":${info(0, 4)}}`, 5), 'size'],
    'cut short': [file(`{"a":${info(0, 4)}}`, 3), 'size'],
    'with a shape beyond 64 bits': [file(`{"a":${info(0, 0, [2 ** 40, 2 ** 40, 0])}}`), 'shape'],
    'with metadata that is no text': [file('{"__metadata__":{"a":1}}'), 'metadata'],
    'nested without end': [file('['.repeat(1_000_000)), 'header-json'],
  };
  for (const [what, [bytes, code]] of Object.entries(cases)) it(what, () => expect(codeOf(bytes)).toBe(code));

  it('with keys such as __proto__ as plain names, without touching any prototype', () => {
    const { tensors } = decodeSafetensors(file(`{"__proto__":${info(0, 4)}}`, 4));
    expect([...tensors.keys()]).toEqual(['__proto__']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('whatever the bytes are', () => {
  it('the answer is tensors or one typed refusal', () => {
    const good = encodeSafetensors(
      new Map<string, Tensor>([
        ['dense/kernel', { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
        ['step', { shape: [], values: Int32Array.of(7) }],
        ['mask', { shape: [3], values: Uint8Array.of(1, 0, 1) }],
      ]),
      { format: 'test' },
    );
    const edits = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, fc.integer({ min: -20, max: 20 }), (changes, grow) => {
        const bytes = new Uint8Array(good.length + grow);
        bytes.set(good.subarray(0, bytes.length));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        // codeOf throws whatever is no typed refusal.
        expect(codeOf(bytes)).toMatch(/^[a-z-]+$/);
      }),
      { numRuns: 3000 },
    );
  });

  it('a file cut at any byte is refused', () => {
    const good = encodeSafetensors(new Map([['a', { shape: [4], values: Float32Array.of(1, 2, 3, 4) }]]));
    for (let length = 0; length < good.length; length += 1)
      expect(codeOf(good.subarray(0, length)), `${length} of ${good.length} bytes`).not.toBe('accepted');
  });
});
