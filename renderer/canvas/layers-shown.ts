import { useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import type { CardPort, CardPorts } from './card-content.ts';
import { cardViews } from './card-view.ts';

/** What stands among a card's outputs: a layer that is wired does, unless all of them are listed below. */
export const shownOutputs = ({ outputs, layers }: CardPorts, unfolded: boolean): readonly CardPort[] =>
  unfolded ? outputs.filter((it) => !layers.some(({ port }) => port === it.port)) : outputs;

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
