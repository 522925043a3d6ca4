import { create } from 'zustand';
import type { Problem } from '../../src/pipeline/problem.ts';
import { formatDocument } from '../../src/pipeline/text.ts';
import { bridge, unwrap } from '../bridge.ts';
import { useComparison } from '../compare/comparison.ts';
import { showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { useDocument } from '../stores/document.ts';
import { showComparison, useView } from '../stores/view.ts';
import { type SweepDraft, sweepable, sweepOf } from './sweep-draft.ts';

type SweepState = {
  readonly draft: SweepDraft;
  /** Main was asked and has not answered. */
  readonly starting: boolean;
  /** What stood in the way of the last start. */
  readonly refused: readonly Problem[];
};

/** The sweep that is being written; it stays as it was left for as long as the window is open. */
export const useSweep = create<SweepState>(() => ({
  draft: { rows: [], search: 'grid', trials: 12, seed: 1, budget: '', most: 9, least: 1, factor: 3 },
  starting: false,
  refused: [],
}));

export const changeDraft = (change: Partial<SweepDraft>): void =>
  useSweep.setState(({ draft }) => ({ draft: { ...draft, ...change }, refused: [] }));

/** Opens the dialog, with a row for the first number of the selected node where it has none yet. */
export function showSweep(): void {
  const { document } = useDocument.getState();
  const among = sweepable(document);
  const { rows } = useSweep.getState().draft;
  const [selected] = useView.getState().nodes;
  const kept = rows.filter((row) => among.some((it) => it.key === row.key));
  const first =
    among.find((it) => it.node === selected && it.field.kind === 'number') ??
    among.find((it) => it.field.param === 'temperature') ??
    among[0];
  changeDraft({ rows: kept.length > 0 || !first ? kept : [{ key: first.key, text: '' }] });
  useView.setState({ dialog: 'sweep' });
}

export function closeSweep(): void {
  useView.setState({ dialog: null });
}

/** Queues the runs of the sweep, and shows them in the comparison as they come. */
export async function startSweep(): Promise<void> {
  const { document, ticket } = useDocument.getState();
  const { draft, starting } = useSweep.getState();
  const wanted = sweepOf(draft, sweepable(document));
  if (!wanted || starting) return;
  useSweep.setState({ starting: true, refused: [] });
  try {
    const text = formatDocument(document);
    const answer = await unwrap(bridge().call['run.sweep']({ text, ticket, sweep: wanted.sweep }));
    if ('problems' in answer) {
      useSweep.setState({ refused: answer.problems });
      return;
    }
    closeSweep();
    useComparison.setState({ query: `tag="${answer.tag}"`, group: null });
    showComparison();
    showToast({
      tone: 'good',
      text: answer.runs.length === 1 ? '1 run was queued.' : `${answer.runs.length} runs were queued.`,
      more: wanted.rounds
        ? `The best go on in further rounds for as long as Potstill is open. All have the tag ${answer.tag}.`
        : `They have the tag ${answer.tag}.`,
    });
  } catch (error) {
    useSweep.setState({ refused: [problemOf(error)] });
  } finally {
    useSweep.setState({ starting: false });
  }
}
