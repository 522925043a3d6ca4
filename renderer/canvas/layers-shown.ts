import { useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { cardViews } from './card-view.ts';

/**
 * Lists the layers of these nodes, or hides them where all of them are listed.
 *
 * @returns whether there is anything to list
 */
export function toggleLayers(nodes: Iterable<string>): boolean {
  const views = cardViews(useDocument.getState().document);
  const own = [...nodes].filter((id) => (views.get(id)?.layers.length ?? 0) > 0);
  if (own.length === 0) return false;
  const unfolded = new Set(useView.getState().unfolded);
  const hide = own.every((id) => unfolded.has(id));
  for (const id of own)
    if (hide) unfolded.delete(id);
    else unfolded.add(id);
  useView.setState({ unfolded });
  return true;
}
