import { create } from 'zustand';
import { type Document, emptyDocument } from '../../src/pipeline/document.ts';
import { setTitle } from '../../src/pipeline/edits.ts';
import { type Problem, problem } from '../../src/pipeline/problem.ts';
import { formatDocument } from '../../src/pipeline/text.ts';
import { checkedGraph, shownName, useDocument } from '../stores/document.ts';
import { useRuns } from '../stores/runs.ts';
import { togglePanel } from '../stores/view.ts';
import { usePanelView } from './panel-view.ts';

type RunStart = {
  /** Main was asked and has not answered. */
  readonly starting: boolean;
  /** What main refused last, and why; stale as soon as the document is another. */
  readonly refused: { readonly document: Document; readonly problems: readonly Problem[] } | null;
  /** The list of what stands in the way is open. */
  readonly shown: boolean;
};

/** Starting a run of the document that is open. */
export const useRunStart = create<RunStart>(() => ({ starting: false, refused: null, shown: false }));

/** What stands in the way of a run: what the check says, else what main said of this very document. */
export function obstacles(document: Document, { refused }: Pick<RunStart, 'refused'>): readonly Problem[] {
  const found = blocking(document);
  if (found.length > 0) return found;
  return refused?.document === document ? refused.problems : [];
}

/** The errors of the check, and nothing to run, which is no error while one draws. */
function blocking(document: Document): readonly Problem[] {
  if (Object.keys(document.nodes).length === 0) return [emptyCanvas];
  return checkedGraph(document).problems.filter(
    ({ severity, code }) => severity === 'error' || code === 'nothing-to-run',
  );
}

const emptyCanvas = problem({
  code: 'nothing-to-run',
  message: 'The canvas is empty.',
  fix: 'Add nodes from the palette, or begin with a template.',
});

export const showObstacles = (shown: boolean): void => useRunStart.setState({ shown });

/**
 * Starts a run of the document as it stands, saved or not; or shows what stands in its way.
 *
 * @param wish with `profile` the run tells where time and memory of its steps go, and the panel waits for it
 */
export async function startRun(
  { profile }: { readonly profile: boolean } = { profile: false },
): Promise<void> {
  const open = useDocument.getState();
  const { document, ticket, key } = open;
  if (useRunStart.getState().starting) return;
  if (blocking(document).length > 0) {
    showObstacles(true);
    return;
  }
  useRunStart.setState({ starting: true, shown: false });
  // A run of a pipeline that was saved and never named is found again by its file's name.
  const named = document.title === emptyDocument().title ? setTitle(document, shownName(open)) : document;
  const problems = await useRuns.getState().start(formatDocument(named), ticket, profile);
  const refused = problems.length > 0;
  useRunStart.setState({
    starting: false,
    refused: refused ? { document, problems } : null,
    // What stands in the way of one document is nothing to another.
    shown: refused && useDocument.getState().key === key,
  });
  if (refused) return;
  const { attached, canvas } = useRuns.getState();
  if (profile && attached !== null && canvas === key)
    usePanelView.setState({ tab: { run: attached, tab: 'profile' } });
  togglePanel('runs', true);
}
