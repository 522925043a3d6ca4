import type { Example } from '../../../plan/watching.ts';
import type { LoadedPart, LoadedSource } from '../data/load-source.ts';
import { rowImages } from '../data/row-images.ts';
import { readPieces, textOfTokens } from './word-pieces.ts';

/**
 * Some rows of a part as a person can look at them: what lies in the files, before any transform.
 *
 * @throws EngineProblem where the disk does not give the images
 */
export async function seenExamples(
  loaded: LoadedSource,
  part: LoadedPart,
  rows: Int32Array,
  dataFolder: string,
): Promise<Example[]> {
  const { source } = loaded;
  const labelled = Array.from(rows, (row) => {
    const place = part.places[row] as number;
    return { row, place, label: part.examples.labels[place] as number };
  });
  const { images } = part.examples;
  if (images.kind === 'tokens') {
    const { tokens, shape, set } = source;
    if (!tokens) throw new Error(`${set} holds texts, and the plan does not say what their numbers mean`);
    const pieces = await readPieces(dataFolder, set);
    return labelled.map(({ row, place, label }) => {
      const stored = images.ids.subarray(place * tokens.stored, (place + 1) * tokens.stored);
      return {
        row,
        label,
        seen: { kind: 'text', text: textOfTokens(stored, shape[0] ?? 0, tokens, pieces) },
      };
    });
  }
  if (rows.length === 0) return [];
  const [height = 1, width = 1, channels = 1] = source.shape;
  const each = height * width * channels;
  const queue = rowImages(loaded, part);
  try {
    await queue.ready(rows, () => null);
    const { bytes, begin } = queue.of(rows);
    return labelled.map(({ row, label }, at) => {
      const own = bytes.subarray(begin(at), begin(at) + each);
      return {
        row,
        label,
        seen: { kind: 'image', shape: [height, width, channels], bytes: Buffer.from(own).toString('base64') },
      };
    });
  } finally {
    queue.letGo();
  }
}
