import { moveNodes, updateFrame } from '../../src/pipeline/edits.ts';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { whatIs } from './canvas-edits.ts';
import { drawnAreas } from './drawn-areas.ts';
import { showHint } from './hint.ts';
import { layOut } from './layout.ts';
import { surface } from './surface.ts';

/** Lays out what is selected where that is several nodes, else the whole pipeline: one step of the history. */
export function arrangeNodes(): void {
  const { document } = useDocument.getState();
  const { nodes } = useView.getState();
  const some = nodes.size > 1;
  const to = layOut(document, drawnAreas(document), some ? nodes : undefined);
  const label = some ? `Arrange ${whatIs(document, nodes)}` : 'Arrange the pipeline';
  const changed = edit(label, (it) =>
    Object.entries(to.frames).reduce(
      (next, [id, { x, y, width, height }]) => updateFrame(next, id, { position: { x, y }, width, height }),
      moveNodes(it, to.nodes),
    ),
  );
  if (!changed) showHint('It is arranged already');
  else if (!some) onceDrawn(() => surface()?.fit());
}

/** The cards go to their new places with the next frame, and what is fitted is what is drawn. */
const onceDrawn = (then: () => void): void => {
  requestAnimationFrame(() => requestAnimationFrame(then));
};
