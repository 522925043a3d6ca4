import { useHint } from '../canvas/hint.ts';
import { mend, remediesOf } from '../canvas/mend.ts';
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

/** Does what a hint offers, or else the first that may be done about the node that is selected. */
export function mendProblem(): void {
  const { action } = useHint.getState().hint ?? {};
  if (action) {
    action.onChoose();
    return;
  }
  const { document } = useDocument.getState();
  const { nodes } = useView.getState();
  for (const problem of problemCount(checkedGraph(document).problems).sorted) {
    if (!nodes.has(nodeOf(problem) ?? '')) continue;
    const [remedy] = remediesOf(document, problem);
    if (remedy) {
      mend(remedy, document);
      return;
    }
  }
}
