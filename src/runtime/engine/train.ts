import { type HotWish, hotParameter, hotRefusal, withChange } from '../../plan/hot-parameters.ts';
import type { Stage } from '../../plan/plan.ts';
import { tasksOf } from '../../plan/tasks.ts';
import { measuredBy } from '../../plan/training.ts';
import type { Tensor } from '../safetensors.ts';
import { balanceEvent, isMeasured } from './balance.ts';
import { Stopped } from './control.ts';
import type { LoadedSource } from './data/load-source.ts';
import { stageOrder } from './data/task-order.ts';
import { EngineProblem } from './engine-problem.ts';
import { evaluate } from './evaluate.ts';
import { tellGates } from './gates.ts';
import { createMetrics } from './metrics.ts';
import type { LiveNetwork } from './networks.ts';
import { createProfiler } from './profile.ts';
import type { RunContext } from './run-context.ts';
import { createStepClock } from './step-clock.ts';
import { watchStage } from './watch/watch-stage.ts';

/** Where a stage begins: `slots` is null where nothing was trained yet. */
export type StageStart = {
  readonly step: number;
  readonly evaluated: boolean;
  readonly slots: ReadonlyMap<string, Tensor> | null;
};

/**
 * Trains one stage to its end, telling metrics, measuring after every epoch and saving checkpoints.
 *
 * @throws Stopped after a checkpoint, where the person asked for it; EngineProblem where the run cannot go on
 */
export async function trainStage(run: RunContext, stage: Stage, from: StageStart): Promise<void> {
  const tasks = tasksOf(stage).map((task) => ({ task, loaded: run.sources.get(task.read) as LoadedSource }));
  const asked = tasks.flatMap(({ task, loaded }) =>
    measuredBy(task).map((id) => ({
      live: run.networks.get(id) as LiveNetwork,
      loaded,
      part: task.evaluate,
    })),
  );
  const order = stageOrder(stage, run.sources);
  for (const { loaded } of tasks) assertSteps(stage, loaded, order.perEpoch);
  /** What is still to be done again, in the order of steps. What was done before the checkpoint holds from the start; at a first step nothing was. */
  let ahead = run.changes.filter((it) => it.stage === stage.id).sort((a, b) => a.step - b.step);
  const held = ahead.filter((it) => from.step > 0 && it.step <= from.step);
  // What did not suit was told when it was due, and does not suit now.
  let current = held.reduce<Stage>(
    (now, it) => (hotRefusal(now, it) === null ? withChange(now, it) : now),
    stage,
  );
  ahead = ahead.slice(held.length);
  const saved = from.slots && new Map([...from.slots].map(([name, it]) => [name, it.values as Float32Array]));
  const profiler = run.profile ? createProfiler(stage.steps - from.step) : null;
  let execution = await run.execution.stage(current, run.sources, saved, profiler, run.turn);
  // Caching what a teacher answers was another state.
  if (stage.cache) run.emit({ kind: 'state', state: 'running', text: 'Training' });
  const metrics = createMetrics(stage.id, run.emit);
  const clock = createStepClock();
  const watch = watchStage(run, stage);

  const measure = async (step: number): Promise<void> => {
    metrics.flush();
    const measured = [];
    for (const { live, loaded, part } of asked) {
      const answering = execution.answering(live, part);
      try {
        const hear = watch.hear(live.network.id);
        measured.push((await evaluate(live, answering, loaded.parts[part], part, run.turn, hear)).measured);
      } finally {
        answering.dispose();
      }
    }
    const millisecondsPerStep = clock.take();
    const epoch = step / order.perEpoch;
    await watch.tell(epoch, step);
    run.emit({
      kind: 'epoch',
      stage: stage.id,
      epoch,
      step,
      measured,
      ...(millisecondsPerStep !== undefined && { millisecondsPerStep }),
    });
  };
  const save = async (step: number, evaluated: boolean): Promise<void> => {
    metrics.flush();
    await run.save(stage, step, evaluated, execution.state());
  };
  /** Whether the step at hand still ends an epoch that nobody measured. */
  let evaluated = from.evaluated;
  let step = from.step;
  const hold = async (): Promise<void> => {
    if (run.control.wanted === 'run') return;
    await save(step, evaluated);
    run.usage.rest();
    await run.hold({ kind: 'state', state: 'running', text: 'Training' });
  };

  /** Changes what was wished for before the step at hand, and what was changed there when the run went on before. */
  const change = async (): Promise<void> => {
    const due: readonly HotWish[] = [...ahead.filter((it) => it.step <= step), ...run.control.wishes()];
    ahead = ahead.filter((it) => it.step > step);
    let next = current;
    for (const { stage: of, at, path, value } of due) {
      const wish = { stage: of, at, path, value };
      const refusal = of === stage.id ? hotRefusal(next, wish) : `${of} does not train now.`;
      const from = hotParameter(next, wish)?.value;
      if (refusal !== null || from === undefined) {
        run.emit({ kind: 'note', text: `Nothing was changed: ${refusal}` });
        continue;
      }
      if (from === value) continue;
      metrics.flush();
      next = withChange(next, wish);
      run.emit({ kind: 'parameter-set', ...wish, step, from });
    }
    if (next === current) return;
    current = next;
    execution = await execution.changed(current);
  };

  try {
    while (step < stage.steps || !evaluated) {
      await hold();
      if (!evaluated) {
        await measure(step).catch(async (error: unknown) => {
          if (error instanceof Stopped) await save(step, false);
          throw error;
        });
        evaluated = true;
        if (step === stage.steps) await tellGates(run, stage, () => execution.state());
        await save(step, true);
        continue;
      }
      await change();
      const taken = order.at(step);
      clock.begin();
      await execution.ready(step, taken);
      const { task } = tasks[taken.place?.task ?? 0] as (typeof tasks)[number];
      if (isMeasured(task, step, taken)) run.emit(balanceEvent(task, step, execution.balance(step, taken)));
      const result = execution.step(step, taken);
      clock.end();
      step += 1;
      metrics.add(step, result, stage.tasks && (task.train[0] as string));
      run.usage.count(taken.rows.length, stage.id, step);
      const timed = profiler?.result(step === stage.steps);
      if (timed) await run.saveProfile(stage, timed);
      evaluated = step % order.perEpoch !== 0;
      await run.control.breathe();
    }
  } finally {
    metrics.flush();
    execution.dispose();
  }
}

/** The compiler counts steps; a plan from elsewhere may not. */
function assertSteps(stage: Stage, { parts, source }: LoadedSource, perEpoch: number): void {
  const examples = parts.train.places.length;
  if (stage.batch > examples)
    throw new EngineProblem({
      code: 'batch-larger-than-data',
      message: `A batch of ${stage.batch} examples is larger than the training part, which has ${examples}.`,
      at: stage.id,
      fix: 'Lower the batch or use more training examples.',
    });
  if (stage.steps !== stage.epochs * perEpoch)
    throw new EngineProblem({
      code: 'plan-steps',
      message: `The plan counts ${stage.steps} steps in ${stage.epochs} epochs of ${source.id}, and there are ${stage.epochs * perEpoch}.`,
      at: stage.id,
      fix: 'Compile the document again.',
    });
}
