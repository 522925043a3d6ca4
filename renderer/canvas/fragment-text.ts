import type { Document, Position } from '../../src/pipeline/document.ts';
import { centreOf, cutFragment, type Fragment, type Pasted, paste } from '../../src/pipeline/fragment.ts';
import type { Result } from '../../src/pipeline/problem.ts';
import { refused } from '../../src/pipeline/problem.ts';
import { formatDocument, parseDocument } from '../../src/pipeline/text.ts';
import { GRID, snapped } from './grid.ts';
import { nodeAreas } from './place-node.ts';

/** What copy puts on the clipboard. */
export const fragmentText = (
  document: Document,
  ids: ReadonlySet<string>,
  notes?: ReadonlySet<string>,
): string => formatDocument(cutFragment(document, ids, notes));

/** What the clipboard holds; it may come from anywhere, and is read as a file is. */
export function readFragment(text: string): Result<Fragment> {
  if (!text.trimStart().startsWith('{'))
    return refused({ code: 'clipboard-foreign', message: 'The clipboard holds no nodes.', fix: COPY_FIRST });
  const read = parseDocument(text);
  if (!read.ok && read.problem.code === 'document-foreign')
    return refused({ code: 'clipboard-foreign', message: 'The clipboard holds no nodes.', fix: COPY_FIRST });
  return read;
}

const COPY_FIRST = 'Copy nodes of a pipeline first.';

/** Pastes with the middle at a point, on the grid, and never exactly over what was pasted there before. */
export function pasteCentred(document: Document, fragment: Fragment, at: Position, snap: boolean): Pasted {
  const areas = Object.values(nodeAreas(fragment));
  const corners = centreOf(fragment);
  const right = areas.map((it) => it.width / 2);
  const down = areas.map((it) => it.height / 2);
  const middle = { x: corners.x + most(right), y: corners.y + most(down) };
  const by = snapped({ x: at.x - middle.x, y: at.y - middle.y }, snap);
  const corner = (it: Document): readonly Position[] =>
    [...Object.values(it.nodes), ...Object.values(it.notes)].map(({ position }) => position);
  const taken = new Set(corner(document).map(({ x, y }) => `${x} ${y}`));
  const covers = (step: number): boolean =>
    corner(fragment).some(({ x, y }) => taken.has(`${x + by.x + step} ${y + by.y + step}`));
  let step = 0;
  while (covers(step)) step += 2 * GRID;
  return paste(document, fragment, { x: corners.x + by.x + step, y: corners.y + by.y + step });
}

const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
