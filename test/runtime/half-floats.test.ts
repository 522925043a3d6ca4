import { expect, test } from 'vitest';
import { float32Of } from '../../src/runtime/half-floats.ts';

const every = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
const bytes = new Uint8Array(every.buffer);

/** What the bits say: sign, 5 bits of exponent, 10 of fraction. */
function halfOf(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? 2 ** -14 * fraction : 2 ** (exponent - 15) * (1 + fraction));
}

test('each of the 65,536 values of half precision is read as what its bits say', () => {
  const read = float32Of('F16', bytes);
  expect([...every].filter((bits, at) => !Object.is(read[at], halfOf(bits)))).toEqual([]);
});

test('a bfloat16 is the upper half of a float32', () => {
  const read = new Uint32Array(float32Of('BF16', bytes).buffer);
  expect([...every].filter((bits, at) => read[at] !== bits * 65_536)).toEqual([]);
});

test('bytes at an odd address are read like others', () => {
  const odd = new Uint8Array([7, ...new Uint8Array(Float32Array.of(1.5, -2).buffer)]).subarray(1);
  expect([...float32Of('F32', odd)]).toEqual([1.5, -2]);
});
