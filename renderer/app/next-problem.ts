import { nodeOf, showNode } from '../runs/show-node.ts';
import { checkedGraph, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { nextPlace, problemCount } from './problem-count.ts';

/** Selects the next node that is not right, after the one that is selected. */
export function goToNextProblem(): void {
  const { problems } = checkedGraph(useDocument.getState().document);
  const nodes = [...new Set(problemCount(problems).sorted.flatMap((it) => nodeOf(it) ?? []))];
  const [selected] = useView.getState().nodes;
  const next = nextPlace(nodes, selected);
  if (next !== undefined) showNode(next);
}
