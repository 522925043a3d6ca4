import type { Note, Source } from '../../../plan/plan.ts';
import { readBy } from '../../../plan/tasks.ts';
import { bytes, count } from '../amounts.ts';
import type { Pass } from './pass.ts';

/** Larger data are streamed. */
const LIMIT = 2 * 2 ** 30;

/** Decides what stays in the engine's memory: what the trainer asks for, else whatever is small enough. */
export const placeData: Pass = (plan, { origin, wishes }) => {
  const notes: Note[] = [];
  const data = plan.data.map((source): Source => {
    // Texts are small, and are held whatever is asked for.
    const wish = source.tokens
      ? undefined
      : plan.stages
          .filter((it) => readBy(it).includes(source.id))
          .map((it) => wishes.get(it.id)?.keep ?? 'auto')
          .find((it) => it !== 'auto');
    const { train, validation, test } = source.counts;
    const examples = train + validation + test;
    // An image is kept as bytes and a text as shorts, beside one byte for the label.
    const each = source.tokens
      ? 2 * source.tokens.stored
      : source.shape.reduce((product, it) => product * it, 1);
    const size = examples * (each + 1);
    const keep = wish ?? (size <= LIMIT ? 'device' : 'stream');
    const images = `All ${count(examples)} ${source.tokens ? 'texts' : 'images'} of ${source.set} (${bytes(size)})`;
    const why = wish ? 'as the trainer asks' : `because they are larger than ${bytes(LIMIT)}`;
    notes.push({
      code: keep === 'device' ? 'data-kept' : 'data-streamed',
      nodes: origin[source.id] ?? [],
      text:
        keep === 'device'
          ? `${images} stay in the engine's memory${wish ? `, ${why}` : ''}.`
          : `${images} are read from the disk batch by batch, ${why}.`,
    });
    return { ...source, keep };
  });
  return { plan: { ...plan, data }, notes };
};
