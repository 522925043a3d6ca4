import type { Document, Position } from '../../src/pipeline/document.ts';
import type { Problem } from '../../src/pipeline/problem.ts';
import { remediesFor } from '../../src/pipeline/remedies/remedies-for.ts';
import type { Place, Remedy } from '../../src/pipeline/remedies/remedy.ts';
import { definitions, definitionsIn } from '../catalogue.ts';
import { checkedGraph, edit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { drawnAreas } from './drawn-areas.ts';
import { snapped } from './grid.ts';
import { cardSize, freePlace } from './place-node.ts';
import { surface } from './surface.ts';

const known = new WeakMap<Document, Map<Problem, readonly Remedy[]>>();

/** What one press may do about a problem of a document; looked for once, when it is first shown. */
export function remediesOf(document: Document, problem: Problem): readonly Remedy[] {
  const before = known.get(document) ?? new Map<Problem, readonly Remedy[]>();
  known.set(document, before);
  const remedies = before.get(problem) ?? remediesFor(checkedGraph(document), definitions, problem);
  before.set(problem, remedies);
  return remedies;
}

/**
 * Mends what is wrong, as one step of the history, and shows where.
 *
 * @param of the document that it was offered for; on another one nothing is done
 */
export function mend(remedy: Remedy, of: Document): void {
  const done = edit(remedy.title, (it) => (it === of ? remedy.apply(roomBetween) : it));
  if (!done) return;
  const { document } = useDocument.getState();
  const { nodes } = document;
  const there = remedy.nodes.filter((it) => nodes[it]);
  select(there);
  const [first] = there;
  const node = first === undefined ? undefined : nodes[first];
  if (node) surface()?.revealArea({ ...node.position, ...cardSize(definitionsIn(document).get(node.type)) });
}

/** The free place nearest to the middle between two nodes. */
export const roomBetween: Place = (document, { type }, between) => {
  const areas = drawnAreas(document);
  const size = cardSize(definitions.get(type));
  const [from, to] = between.flatMap((id) => areas[id] ?? []);
  const middle: Position =
    from && to
      ? { x: (from.x + from.width + to.x) / 2, y: (from.y + from.height / 2 + to.y + to.height / 2) / 2 }
      : { x: 0, y: 0 };
  const wish = snapped(
    { x: middle.x - size.width / 2, y: middle.y - size.height / 2 },
    useView.getState().snap,
  );
  return freePlace(wish, size, Object.values(areas));
};
