import { expect, test } from 'vitest';
import { multipliesBfloat16 } from '../../../../src/runtime/engine/backend/processor.ts';

test.each([
  ['with AVX-512 for it', 'flags\t\t: fpu avx512f avx512_bf16 sse', true],
  ['with tiles for it', 'flags\t\t: amx_bf16 amx_tile', true],
  ['with AVX-512 for all but it', 'flags\t\t: fpu avx512f avx512_vnni', false],
  ['of ARM with it', 'Features\t: fp asimd i8mm bf16', true],
  ['of ARM without', 'Features\t: fp asimd', false],
  ['that tells nothing', 'model name\t: bf16', null],
])('a processor %s', (_, text, expected) => {
  expect(multipliesBfloat16(`processor\t: 0\n${text}\n`)).toBe(expected);
});
