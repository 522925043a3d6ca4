import { startCopy } from '../../../src/nodes/network/copied-layers/op.ts';
import type { Layer } from '../../../src/plan/layers.ts';
import type { Network, Output, Plan, Source, Stage, Term } from '../../../src/plan/plan.ts';
import type { Backend } from './backends.ts';
import { adam, chain, network, plan, source, stage } from './plans.ts';

export const SHARED = ['dense-2', 'batch-norm-3'];
const layers = (units: number): Layer[] =>
  chain([
    { kind: 'flatten' },
    { kind: 'dense', units: 12 },
    { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
    { kind: 'activation', function: 'relu' },
    { kind: 'dropout', rate: 0.2 },
    { kind: 'dense', units },
  ]);

/** Of the second task: its images are moved, so that each epoch shows others. */
export const second = (): Source =>
  source({
    id: 'source-2',
    counts: { train: 40, validation: 0, test: 48 },
    transform: [
      { kind: 'scale', by: 1 / 255, add: 0 },
      { kind: 'random-shift', pixels: 1 },
    ],
  });

export const first = (): Network => network('network-1', layers(10));
/** Shares its trunk with the first. */
export const sharing = (): Network =>
  network('network-2', layers(10), { shares: { network: 'network-1', layers: SHARED } });
/** The same by itself, from the trunk that the first begins with. */
export const copying = (): Network =>
  network('network-2', layers(10), {
    start: {
      kind: 'derived',
      op: startCopy.name,
      args: { layers: SHARED.map((it) => ({ to: it, from: it })), channels: 'equal' },
      from: ['network-1'],
      stream: 'weights-network-2',
    },
  });

export const saved = (...ids: string[]): Output[] =>
  ids.map((id, at) => ({ id: `output-${at + 1}`, kind: 'saved-model', network: id, name: id }));

/** A stage by itself of each task. */
export const single = (task: 1 | 2, changes: Partial<Stage> = {}): Stage =>
  stage(task === 1 ? source() : second(), {
    id: `stage-${task}`,
    student: `network-${task}`,
    batch: 16,
    epochs: 3,
    clip: 1,
    optimizer: adam(0.01),
    ...changes,
  });

/** Both tasks in one stage, in turns. @param share of the first task */
export function joint(share: number, changes: Partial<Stage> = {}): Stage {
  const [one, two] = [single(1, changes), single(2, changes)];
  const of = (it: Stage, own: number) => ({
    read: it.read,
    total: it.total,
    evaluate: it.evaluate,
    share: own,
  });
  return {
    ...one,
    steps: one.epochs * (6 + 3),
    train: [...one.train, ...two.train],
    taps: [...one.taps, ...two.taps],
    terms: [...one.terms, ...two.terms],
    tasks: [of(one, share), of(two, 1 - share)],
    ...changes,
  };
}

export const inTurns = (kind: Backend['kind'], share = 0.6, changes: Partial<Stage> = {}): Plan => ({
  ...plan(source(), [first(), sharing()], [joint(share, changes)], saved('network-1', 'network-2'), kind),
  data: [source(), second()],
});

const PART_WEIGHTS = [0.75, 0.25];

/** The same, where the total of each task is a sum of two losses. @param every as in `balance`; null where nothing is measured */
export function weighed(kind: Backend['kind'], every: number | null, share = 0.6): Plan {
  const whole = inTurns(kind, share);
  const [stage] = whole.stages as [Stage];
  const tasks = (stage.tasks ?? []).map((task) => {
    const hard = stage.terms.find((it) => it.id === task.total) as Term;
    const smooth: Term = { ...hard, id: `${hard.id}-smooth`, args: { smoothing: 0.3 } };
    const total: Term = {
      id: `${hard.id}-sum`,
      op: 'loss.weighted-sum',
      in: { first: hard.id, second: smooth.id },
      args: { weights: PART_WEIGHTS },
    };
    const parts = [hard.id, smooth.id];
    return {
      terms: [hard, smooth, total],
      task: { ...task, total: total.id, ...(every !== null && { balance: { every, parts } }) },
    };
  });
  const [first] = tasks;
  return {
    ...whole,
    stages: [
      {
        ...stage,
        total: first?.task.total ?? '',
        terms: tasks.flatMap((it) => it.terms),
        tasks: tasks.map((it) => it.task),
      },
    ],
  };
}
