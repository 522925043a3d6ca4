import { learningIn, type Stage } from '../../../plan/plan.ts';
import { tasksOf } from '../../../plan/tasks.ts';
import { measuredBy } from '../../../plan/training.ts';
import type { LoadedPart, LoadedSource } from '../data/load-source.ts';
import type { LogitsListener } from '../evaluate.ts';
import { type LiveNetwork, logitsLayer } from '../networks.ts';
import type { RunContext } from '../run-context.ts';
import { inferRows } from './inference.ts';
import { seenExamples } from './seen-examples.ts';
import { toldLogits } from './told-logits.ts';
import { watchedRows } from './watched-rows.ts';

/** What a stage tells of a handful of examples. */
export type StageWatch = {
  /** Overhears what a network answers while it is measured: what is asked for anyway costs nothing. */
  hear(network: string): LogitsListener;
  /** Tells the answers after an epoch; the examples themselves before the first. */
  tell(epoch: number, step: number): Promise<void>;
};

type Context = Pick<RunContext, 'networks' | 'sources' | 'emit' | 'dataFolder' | 'shownExamples'>;

/** A network that answers the classes of a source from what the source holds. */
const canAnswer = ({ network: { input, classes } }: LiveNetwork, { source }: LoadedSource): boolean =>
  input.join() === source.shape.join() && classes === source.classes;

/** Watches a handful of examples through a stage, task by task. */
export function watchStage(run: Context, stage: Stage): StageWatch {
  const tasks = tasksOf(stage).map((task) => {
    const loaded = run.sources.get(task.read) as LoadedSource;
    const part = loaded.parts[task.evaluate];
    const measured = measuredBy(task);
    const learning = new Set(learningIn(task));
    const teachers = new Set(task.taps.map((it) => it.network).filter((it) => !measured.includes(it)));
    return {
      task,
      loaded,
      part,
      measured,
      learning,
      /** In the order of the plan: it is the one that tables have. */
      teachers: [...run.networks.values()].filter(
        (it) =>
          teachers.has(it.network.id) &&
          !learning.has(it.network.id) &&
          it.network.role !== 'projector' &&
          canAnswer(it, loaded),
      ),
      rows: watchedRows(loaded, part),
    };
  });
  const heard = new Map<string, Float32Array>();
  /** Frozen for the whole stage, so that they are asked once. */
  const frozen = new Map<string, Float32Array>();

  return {
    hear(network) {
      const own = tasks.find((it) => it.measured.includes(network));
      if (!own) return () => undefined;
      return (rows, logits) => {
        const classes = logits.length / rows.length;
        const kept = heard.get(network) ?? new Float32Array(own.rows.length * classes);
        heard.set(network, kept);
        const first = rows[0] ?? 0;
        own.rows.forEach((row, at) => {
          const place = row - first;
          if (place >= 0 && place < rows.length)
            kept.set(logits.subarray(place * classes, (place + 1) * classes), at * classes);
        });
      };
    },
    async tell(epoch, step) {
      for (const { task, loaded, part, measured, learning, teachers, rows } of tasks) {
        if (rows.length === 0) continue;
        const { id: source, classes } = loaded.source;
        const where = { source, part: task.evaluate };
        const shown = `${source} ${task.evaluate}`;
        if (!run.shownExamples.has(shown)) {
          run.shownExamples.add(shown);
          const examples = await seenExamples(loaded, part, rows, run.dataFolder);
          run.emit({ kind: 'examples', ...where, examples });
        }
        for (const live of teachers)
          if (!frozen.has(live.network.id))
            frozen.set(live.network.id, await answersOnce(live, loaded, part, rows));
        const taught = teachers.map(({ network: { id } }) => {
          const logits = toldLogits(frozen.get(id) ?? [], classes);
          return { network: id, teaches: true, logits };
        });
        const learned = measured.flatMap((id) => {
          const logits = heard.get(id);
          if (!logits || logits.length !== rows.length * classes) return [];
          return [{ network: id, teaches: !learning.has(id), logits: toldLogits(logits, classes) }];
        });
        const networks = [...taught, ...learned];
        run.emit({ kind: 'answers', stage: stage.id, epoch, step, ...where, networks });
      }
    },
  };
}

/** A frozen network's logits on some rows. */
async function answersOnce(
  live: LiveNetwork,
  loaded: LoadedSource,
  part: LoadedPart,
  rows: Int32Array,
): Promise<Float32Array> {
  const { classes } = live.network;
  const layer = logitsLayer(live.network);
  const logits = new Float32Array(rows.length * classes);
  await inferRows({ live, loaded, part, rows, batch: rows.length, layers: [layer] }, (_, output) => {
    logits.set(output.dataSync<'float32'>());
  });
  return logits;
}
