import type { Source } from '../../../../src/plan/plan.ts';
import type { Examples, Images } from '../../../../src/runtime/engine/data/data-files.ts';
import { type LoadedSource, loadSource } from '../../../../src/runtime/engine/data/load-source.ts';
import { streamOf } from '../../../../src/runtime/engine/streams.ts';
import { texts } from './texts.ts';

/** Bytes that are read by their places, as from a file. */
const read = (all: Uint8Array, each: number): Images => ({
  kind: 'file',
  async read(places, into) {
    places.forEach((place, at) => {
      into.set(all.subarray(place * each, (place + 1) * each), at * each);
    });
  },
  rest: () => Promise.resolve(),
});

/** Examples without a file: texts, or images of any shape, a pattern of bytes for each class, seen through noise. */
export function loadedImages(source: Source): LoadedSource {
  const each = source.shape.reduce((product, it) => product * it, 1);
  const examples = (name: string, count: number): Examples => {
    const draw = streamOf(1, name, 0);
    const labels = Uint8Array.from({ length: count }, () => draw.whole(0, source.classes - 1));
    const bytes = new Uint8Array(count * each);
    labels.forEach((label, at) => {
      const pattern = streamOf(1, `pattern ${label}`, 0);
      for (let pixel = 0; pixel < each; pixel += 1) {
        const clean = pattern.uniform() < 0.3 ? 200 : 20;
        bytes[at * each + pixel] = Math.min(255, Math.max(0, Math.round(clean + 70 * draw.normal())));
      }
    });
    if (source.tokens) return { count, images: texts(labels, source.tokens), labels };
    const images: Images = source.keep === 'device' ? { kind: 'held', bytes } : read(bytes, each);
    return { count, images, labels };
  };
  const { train, validation, test } = source.counts;
  return loadSource(source, { train: examples('train', train + validation), test: examples('test', test) });
}
