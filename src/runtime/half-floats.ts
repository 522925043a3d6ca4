import type { Dtype } from './safetensors.ts';

/*
 * Types in which others keep weights, as float32. Each value of 16 bits is one of float32's own, so that nothing is rounded.
 */

/** Which types can be read as float32 without rounding. */
export const FLOATS = ['F32', 'F16', 'BF16'] as const satisfies readonly Dtype[];
type Float = (typeof FLOATS)[number];

export const isFloat = (dtype: Dtype): dtype is Float => FLOATS.some((it) => it === dtype);

/** All values of a tensor as float32; the bytes are little-endian, and may begin at an odd address. */
export function float32Of(dtype: Float, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const own = new Uint8Array(bytes).buffer;
  if (dtype === 'F32') return new Float32Array(own);
  const halves = new Uint16Array(own);
  const bits = new Uint32Array(halves.length);
  halves.forEach((it, at) => {
    bits[at] = dtype === 'BF16' ? it << 16 : bitsOfHalf(it);
  });
  return new Float32Array(bits.buffer);
}

const FRACTION = 10;
/** What an exponent of 5 bits lacks to one of 8: 127 − 15. */
const BIAS = 112;

/** The float32 that equals an IEEE 754 half: sign, 5 bits of exponent, 10 of fraction. */
function bitsOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  let exponent = (half >> FRACTION) & 0x1f;
  let fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent === 0) {
    if (fraction === 0) return sign;
    // A number below the smallest normal half is a normal float32: its first bit is shifted to where it is left out.
    exponent = 1;
    for (; (fraction & 0x400) === 0; exponent -= 1) fraction <<= 1;
    fraction &= 0x3ff;
  }
  return sign | ((exponent + BIAS) << 23) | (fraction << 13);
}
