import { formatCount } from './format.ts';
import { nodeTitle } from './lanes.ts';
import type { RunData } from './run-data.ts';
import type { RunView } from './run-view.ts';

type EndingWords = {
  readonly title: string;
  readonly fix: string;
  readonly node: string | undefined;
  readonly nodeTitle: string | undefined;
};

/** Why a run ended before its end: what happened and where, what to do, and what is kept. */
export function endingWords({ document, lanes, origin }: RunData, view: RunView): EndingWords {
  const { problem, state, ended, summary, checkpoint } = view;
  const lane = lanes.find((it) => it.stage === view.stage);
  const where = lane
    ? `${lane.title}, step ${formatCount(view.done[lane.stage] ?? 0)} of ${formatCount(lane.steps)}`
    : '';
  const node = problem?.at ? origin[problem.at]?.[0] : undefined;
  const title = nodeTitle(document, node);
  const at = checkpoint && lanes.find((it) => it.stage === checkpoint.stage);
  const kept =
    summary.resumable && at
      ? `The last checkpoint is whole: ${at.title}, step ${formatCount(checkpoint.step)}.`
      : '';
  if (state === 'stopped')
    return {
      title: `You stopped this run${where && ` at ${where}`}.`,
      fix: kept,
      node: undefined,
      nodeTitle: undefined,
    };
  const said = problem?.message ?? ended?.text ?? summary.ending;
  if (state === 'killed') {
    // Its first sentence says what happened; what follows is the end of what the engine wrote.
    const [first = '', rest = ''] = said.split(/(?<=\.)\s+(.*)/s);
    return {
      title: where ? `${first.replace(/\.$/, '')}, at ${where}.` : first,
      fix: [rest, kept].filter(Boolean).join(' '),
      node: undefined,
      nodeTitle: undefined,
    };
  }
  const step = problem?.step ?? null;
  const place = [title, step !== null && `step ${formatCount(step)}`].filter(Boolean).join(', ');
  return {
    title: `${said}${place && ` (${place})`}`,
    fix: [problem?.fix, kept].filter(Boolean).join(' '),
    node,
    nodeTitle: title,
  };
}
