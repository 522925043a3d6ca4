import type { Document } from '../../src/pipeline/document.ts';
import { type Made, makeSubgraph } from '../../src/pipeline/subgraph/make-subgraph.ts';
import { hideParam, showParam } from '../../src/pipeline/subgraph/shown-params.ts';
import { instancesOf, standsFor, subgraphOf } from '../../src/pipeline/subgraph/subgraph.ts';
import { detach, type Unpacked, unpack } from '../../src/pipeline/subgraph/unpack.ts';
import { edit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { whatIs } from './canvas-edits.ts';
import { heldBy } from './frame-edits.ts';
import { showHint } from './hint.ts';

/** Frames that hold nothing but what is chosen go along. */
const framesOf = (document: Document, nodes: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    Object.keys(document.frames).filter((id) => {
      const held = heldBy(document, id).nodes;
      return held.length > 0 && held.every((it) => nodes.has(it));
    }),
  );

/** Puts what is selected into one node, and asks for its name. */
export function makeSubgraphOfSelected(): void {
  const { document } = useDocument.getState();
  const { nodes, notes } = useView.getState();
  if (nodes.size === 0) {
    showHint('Select the nodes that are to become one');
    return;
  }
  const frames = framesOf(document, nodes);
  const [only] = frames;
  const title = frames.size === 1 && only !== undefined ? (document.frames[only]?.title ?? '') : '';
  let made: Made | undefined;
  const done = edit(`Make one node of ${whatIs(document, nodes)}`, (it) => {
    made = makeSubgraph(it, { nodes, frames, notes }, title || 'Subgraph');
    return made.document;
  });
  if (!done || !made) return;
  select([made.instance]);
  useView.setState({ renaming: made.instance });
}

/** Whether a node stands for a subgraph that can be unpacked. */
export const isSubgraph = (document: Document, id: string): boolean =>
  standsFor(document, document.nodes[id]?.type ?? '') !== undefined;

/** Unpacks every node of the selection that stands for a subgraph, and selects what came out of it. */
export function unpackSelected(): void {
  const { document } = useDocument.getState();
  const all = [...useView.getState().nodes].filter((id) => isSubgraph(document, id));
  if (all.length === 0) {
    showHint('Select a node that stands for several');
    return;
  }
  const out: Pick<Unpacked, 'nodes' | 'notes'>[] = [];
  edit(`Unpack ${whatIs(document, new Set(all))}`, (it) =>
    all.reduce((next, id) => {
      const unpacked = unpack(next, id);
      out.push(unpacked);
      return unpacked.document;
    }, it),
  );
  select(
    out.flatMap((it) => it.nodes),
    [],
    out.flatMap((it) => it.notes),
  );
}

/** How many nodes stand for what this one stands for. */
export function shareCount(document: Document, id: string): number {
  const of = subgraphOf(document.nodes[id]?.type ?? '');
  return of === undefined ? 0 : instancesOf(document, of).length;
}

export function makeOwn(id: string): void {
  edit(`Make ${whatIs(useDocument.getState().document, new Set([id]))} its own`, (it) => detach(it, id));
}

/** Shows a parameter of a node within, or shows it no more. */
export function toggleShown(subgraph: string, node: string, param: string, name: string | undefined): void {
  edit(name === undefined ? 'Show a parameter' : 'Show a parameter no more', (it) =>
    name === undefined ? showParam(it, subgraph, node, param) : hideParam(it, subgraph, name),
  );
}
