import fc from 'fast-check';
import { decode, encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { intoPng, pipelineIn, svgMetadata } from '../../../renderer/picture/embedded.ts';

const png = encode({ width: 3, height: 2, data: new Uint8Array(24).fill(7), channels: 4, depth: 8 });
const svg = (metadata: string) =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg">${metadata}<rect/></svg>`);

describe('a pipeline in a picture', () => {
  test('comes out of a PNG as it went in, whatever it holds, and the picture is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const whole = intoPng(png, text);
        // Reads the checksum of every chunk.
        expect(decode(whole, { checkCrc: true }).data).toEqual(decode(png).data);
        expect(pipelineIn(whole)).toBe(text);
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  test('comes out of an SVG as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(pipelineIn(svg(svgMetadata(text)))).toBe(text);
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  test('is null in pictures without one, and undefined where there is no picture', () => {
    expect(pipelineIn(png)).toBeNull();
    expect(pipelineIn(svg(''))).toBeNull();
    expect(pipelineIn(new TextEncoder().encode('{"potstill":1}'))).toBeUndefined();
    expect(pipelineIn(new Uint8Array())).toBeUndefined();
  });

  test('is not there in a PNG that was cut off before it, or cut through', () => {
    const whole = intoPng(png, 'text');
    for (let length = 8; length < whole.length - 12; length += 1)
      expect(pipelineIn(whole.subarray(0, length)), `${length}`).toBeNull();
  });

  test('is not read where it is no text', () => {
    const whole = intoPng(png, 'text');
    const broken = whole.slice();
    broken[whole.length - 12 - 4 - 2] = 0xff;
    expect(pipelineIn(broken)).toBeNull();
    expect(pipelineIn(svg('<metadata id="potstill-pipeline">a</metadata>'))).toBeNull();
  });
});
