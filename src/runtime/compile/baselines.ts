import { crossEntropy } from '../../nodes/loss/cross-entropy/op.ts';
import type { PlanBuilder } from '../../plan/builder.ts';
import type { Network, Stage } from '../../plan/plan.ts';
import { tasksOf } from '../../plan/tasks.ts';
import { batchRef } from './stages.ts';

/** A student once more, and the loss that it learns from by itself. */
export type Alone = { readonly network: string; readonly total: string };

/**
 * The students of a stage once more, each with a loss of the labels alone, in the order of the students. Those of several
 * tasks are trained together again and share what the students share; any other is trained by itself and shares nothing.
 *
 * @param node whose stage it is
 */
export function studentsAlone(
  taught: Stage,
  plan: Pick<PlanBuilder, 'network' | 'networkOf' | 'stream' | 'tap' | 'term'>,
  node: string,
): Alone[] {
  const alone = new Map<string, string>();
  // The owner of a trunk before those that it is lent to.
  const ownersFirst = taught.train.toSorted(
    (one, other) => Number(lends(plan.networkOf(one))) - Number(lends(plan.networkOf(other))),
  );
  for (const student of ownersFirst) {
    const { shares, ...own } = plan.networkOf(student);
    const network = taught.tasks && shares && alone.get(shares.network);
    const start = anew(own.start, () => plan.stream(node));
    alone.set(
      student,
      plan.network({
        ...own,
        role: 'baseline',
        start,
        ...(network && { shares: { network, layers: shares.layers } }),
      }),
    );
  }
  return tasksOf(taught).flatMap(({ train, read }) =>
    train.map((student) => {
      const network = alone.get(student) as string;
      const logits = plan.tap({ network, source: read, frozen: false });
      const labels = batchRef('labels', read);
      return { network, total: plan.term(crossEntropy, { student: logits, labels }, { smoothing: 0 }) };
    }),
  );
}

const lends = ({ shares }: Network): boolean => shares !== undefined;

/** What another network would bring is what a baseline is to show: it begins without. */
function anew(start: Network['start'], stream: () => string): Network['start'] {
  if (start.kind === 'fresh') return start;
  return { kind: 'fresh', stream: start.kind === 'derived' ? start.stream : stream() };
}
