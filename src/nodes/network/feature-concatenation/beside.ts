import { type Layer, LayerRefusal, networkShape } from '../../../plan/layers.ts';
import type { Built } from '../../../plan/start.ts';
import { placedOn, trunkTo } from '../truncated/truncate.ts';

/** What is called after it stands in a network that goes on from its own features and a teacher's. */
export const TRUNK = 'teacher.';
export const JOINED = 'concatenated';

/**
 * A network in which, behind one of its layers, a teacher's features stand beside its own: whatever read that layer reads both.
 *
 * The teacher's layers up to `theirs` come in front under names of their own. Its maps are brought to the size of the student's,
 * and averaged over their places where the student's layer is a row.
 *
 * @returns layers of the whole, and the pairs of layers that are the teacher's
 * @throws LayerRefusal where a layer is not there, is the student's last, or the teacher's is a row and the student's is a map
 */
export function beside(
  student: Built,
  teacher: Built,
  own: string,
  theirs: string,
): { layers: Layer[]; copied: { to: string; from: string }[] } {
  const at = student.layers.findIndex((it) => it.id === own);
  const said = own === '' ? 'no layer of the student is named' : `the student has no layer ${own}`;
  if (at < 0) throw new LayerRefusal(`${said}; it has ${student.layers.map((it) => it.id).join(', ')}`);
  if (at === student.layers.length - 1)
    throw new LayerRefusal(`${own} is the student's last layer: nothing behind it could read more features`);
  const trunk = trunkTo(teacher, theirs);
  const shapeOf = (of: Built, id: string): readonly number[] =>
    networkShape(of.layers, of.input).layers.get(id)?.output ?? [];
  const [to, from] = [shapeOf(student, own), shapeOf(teacher, theirs)];
  const fitting = fitted(from, to, `${TRUNK}${theirs}`);
  const joined = { id: JOINED, kind: 'concatenate', from: [own, fitting.at(-1)?.id ?? `${TRUNK}${theirs}`] };
  const reads = (it: Layer): Layer => ({ ...it, from: it.from.map((id) => (id === own ? JOINED : id)) });
  const layers = [
    ...placedOn(trunk, TRUNK, 'input'),
    ...fitting,
    ...student.layers.slice(0, at + 1),
    joined as Layer,
    ...student.layers.slice(at + 1).map(reads),
  ];
  return { layers, copied: trunk.map(({ id }) => ({ to: `${TRUNK}${id}`, from: id })) };
}

/** Layers without weights that bring a teacher's features to the places of a student's; none where they agree. */
function fitted(from: readonly number[], to: readonly number[], on: string): Layer[] {
  const brought = (kind: object): Layer[] => [{ id: `${TRUNK}fitted`, from: [on], ...kind } as Layer];
  if (to.length === 1) return from.length === 1 ? [] : brought({ kind: 'global-average-pool' });
  if (from.length !== to.length)
    throw new LayerRefusal(
      `the teacher's layer gives ${from.join('×')} and the student's ${to.join('×')}: a row has no places to stand at`,
    );
  const [height = 1, width = 1] = to;
  return from[0] === height && from[1] === width ? [] : brought({ kind: 'resize', height, width });
}
