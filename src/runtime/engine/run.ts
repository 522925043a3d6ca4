import { join } from 'node:path';
import type * as tfc from '@tensorflow/tfjs';
import type { EngineEvent } from '../../plan/events.ts';
import { contentHash } from '../../plan/hash.ts';
import type { Plan, Stage } from '../../plan/plan.ts';
import { changedBy, derivedAt } from '../../plan/training.ts';
import type { StartMessage } from '../link.ts';
import { startBackend } from './backend/start-backend.ts';
import { openTeacherCache } from './cache/teacher-cache.ts';
import { checkPlan } from './check-plan.ts';
import { type CheckpointState, checkpointStore } from './checkpoint.ts';
import { type Control, Stopped } from './control.ts';
import { type DataFiles, readDataFiles } from './data/data-files.ts';
import { type LoadedSource, loadSource, restFiles } from './data/load-source.ts';
import { deriveNetworks } from './derive.ts';
import { problemEvent } from './engine-problem.ts';
import { finish } from './finish.ts';
import { tellGates } from './gates.ts';
import { compiledExecution } from './graph/compiled-execution.ts';
import { improve } from './graph/improve.ts';
import { disposeNetwork, type LiveNetwork, lendWeights, liveNetwork } from './networks.ts';
import { opByOp } from './op-by-op.ts';
import type { RunContext } from './run-context.ts';
import { startWeights } from './start-weights.ts';
import { readTensors } from './tensors.ts';
import { type StageStart, trainStage } from './train.ts';
import { createUsage } from './usage.ts';
import { writeTrace } from './write-trace.ts';

type Emit = (event: EngineEvent) => void;

export type RunOptions = {
  /** Op by op also where graphs could be compiled: what those are measured by. */
  readonly reference?: boolean;
};

/** Runs a plan from its start or its checkpoint to its end. Never throws: how it ended is the last event. */
export async function runPlan(
  message: StartMessage,
  control: Control,
  emit: Emit,
  { reference = false }: RunOptions = {},
): Promise<void> {
  /** A disk that refuses has its own word, said instead; the event itself was sent on all the same. */
  const tell = (event: EngineEvent): void => {
    try {
      emit(event);
    } catch (error) {
      emit(problemEvent(error));
    }
  };
  let resumable = false;
  try {
    await execute(
      message,
      control,
      (event) => {
        resumable ||=
          event.kind === 'checkpoint' || (event.kind === 'run-started' && event.resumedAt !== null);
        emit(event);
      },
      reference,
    );
    tell({ kind: 'run-ended', how: 'done', text: 'The run is done.' });
  } catch (error) {
    if (error instanceof Stopped) {
      const text = resumable ? 'Stopped by you; it can be resumed.' : 'Stopped by you.';
      tell({ kind: 'run-ended', how: 'stopped', text });
      return;
    }
    const event = problemEvent(error);
    tell(event);
    tell({ kind: 'run-ended', how: 'failed', text: event.message });
  }
}

const START: StageStart = { step: 0, evaluated: true, slots: null };

async function execute(
  message: StartMessage,
  control: Control,
  emit: Emit,
  reference: boolean,
): Promise<void> {
  const { plan, folder } = message;
  emit({ kind: 'state', state: 'preparing', text: 'Starting the engine' });
  const started = await startBackend(plan.engine, message.engineFolder, (text) =>
    emit({ kind: 'note', text }),
  );
  const { info: engine, graphs } = started;
  const stages = plan.stages.map((it) => it.id);
  const hash = contentHash(plan);
  const store = checkpointStore(folder, hash, `${engine.kind} ${engine.device}`, stages);
  const engineName = [...Object.values(engine), plan.engine.precision].join(' ');
  const resumed = message.resume ? await loadCheckpoint(store, message.resume, emit) : null;
  emit({ kind: 'run-started', plan: hash, engine, resumedAt: resumed?.point ?? null });

  checkPlan(plan);
  const turn = (): Promise<void> | undefined => {
    if (control.wanted === 'stop') throw new Stopped();
    return control.breathe();
  };
  const sources = await loadSources(plan, message.dataFolder, emit, turn);
  const networks = await startNetworks(message, resumed);
  /** Networks whose weights the plan and its files alone no longer give: trained or derived in a stage or before it. */
  const changedUpTo = (stage: Stage): Set<string> => {
    const at = plan.stages.indexOf(stage);
    const derived = [...derivedAt(plan)].flatMap(([id, moment]) => (moment <= at ? [id] : []));
    return new Set([...plan.stages.slice(0, at + 1).flatMap(changedBy), ...derived]);
  };
  const caches = openTeacherCache(message.cacheFolder);
  const run: RunContext = {
    emit,
    control,
    networks,
    sources,
    dataFolder: message.dataFolder,
    shownExamples: new Set(),
    changes: message.changes ?? [],
    pipeline: message.pipeline,
    execution:
      graphs && !reference
        ? compiledExecution(
            { engine: graphs, improve, precision: plan.engine.precision, caches, engineName, emit },
            networks,
          )
        : opByOp(networks),
    turn,
    profile: message.profile,
    usage: createUsage(emit, engine.device, started.card),
    async saveProfile(stage, { event, spans }) {
      const file = await writeTrace(folder, stage.id, spans);
      emit({ kind: 'profile', stage: stage.id, ...event, file });
    },
    async save(stage, step, evaluated, slots) {
      const weights = new Map<string, tfc.Tensor>();
      for (const id of changedUpTo(stage))
        for (const [name, it] of networks.get(id)?.weights ?? []) weights.set(`${id}/${name}`, it);
      const saved = await store.save({
        point: { stage: stage.id, step },
        evaluated,
        weights: readTensors(weights),
        slots,
      });
      if (saved) emit({ kind: 'checkpoint', stage: stage.id, step, ...saved });
    },
    async hold(then) {
      if (control.wanted === 'pause') {
        await restFiles(sources.values());
        emit({ kind: 'state', state: 'paused', text: 'Paused; a checkpoint is saved.' });
        await control.held();
      }
      if (control.wanted === 'stop') throw new Stopped();
      emit(then);
    },
  };
  if (message.profile && !run.execution.profiles)
    emit({ kind: 'note', text: 'Steps are timed by the TensorFlow engine alone; this run has no profile.' });
  try {
    const first = resumed ? stages.indexOf(resumed.point.stage) : 0;
    for (const [index, stage] of plan.stages.entries()) {
      if (index < first) continue;
      const from: StageStart = resumed && index === first ? { ...resumed, step: resumed.point.step } : START;
      if (from.step === stage.steps && from.evaluated) {
        await tellGates(run, stage);
        continue;
      }
      const { epochs, steps } = stage;
      emit({
        kind: 'stage-started',
        stage: stage.id,
        index,
        of: stages.length,
        epochs,
        steps,
        step: from.step,
      });
      emit({ kind: 'state', state: 'running', text: `Training, stage ${index + 1} of ${stages.length}` });
      deriveNetworks(plan, networks, index);
      await trainStage(run, stage, from);
    }
    deriveNetworks(plan, networks, stages.length);
    await finish(run, plan, join(folder, 'model'));
  } finally {
    run.usage.stop();
    await caches.close();
    await restFiles(sources.values());
    for (const it of networks.values()) disposeNetwork(it);
  }
}

async function loadCheckpoint(
  store: ReturnType<typeof checkpointStore>,
  wanted: NonNullable<StartMessage['resume']>,
  emit: Emit,
): Promise<CheckpointState | null> {
  const { state, sameEngine, damaged } = await store.load(wanted);
  for (const { stage, step } of damaged) {
    const instead = state
      ? `The run goes on from step ${state.point.step} of ${state.point.stage}.`
      : 'There is none before it; the run begins again.';
    emit({
      kind: 'note',
      text: `The checkpoint of step ${step} of ${stage} is missing or damaged. ${instead}`,
    });
  }
  if (state && !sameEngine)
    emit({
      kind: 'note',
      text: 'The checkpoint was written by another engine or device, so that numbers will differ a little from a run without a stop.',
    });
  return state;
}

async function loadSources(
  plan: Plan,
  folder: string,
  emit: Emit,
  turn: RunContext['turn'],
): Promise<Map<string, LoadedSource>> {
  const files = new Map<string, DataFiles>();
  const sources = new Map<string, LoadedSource>();
  for (const source of plan.data) {
    await turn();
    emit({ kind: 'state', state: 'preparing', text: `Reading ${source.set}` });
    // Two transforms of one data set share its bytes.
    const key = JSON.stringify([source.set, source.files, source.keep]);
    const read = files.get(key) ?? (await readDataFiles(folder, source, turn));
    files.set(key, read);
    sources.set(source.id, loadSource(source, read));
  }
  return sources;
}

async function startNetworks(
  { plan, models }: StartMessage,
  resumed: CheckpointState | null,
): Promise<Map<string, LiveNetwork>> {
  const networks = new Map<string, LiveNetwork>();
  for (const network of plan.networks) {
    const saved = savedIn(resumed, network.id);
    const values =
      saved ?? (network.start.kind === 'derived' ? null : await startWeights(network, plan, models));
    networks.set(network.id, liveNetwork(network, values));
  }
  lendWeights(networks);
  return networks;
}

/** A network's weights in a checkpoint; undefined where none of them is there. */
function savedIn(state: CheckpointState | null, network: string): Map<string, Float32Array> | undefined {
  const prefix = `${network}/`;
  const own = [...(state?.weights ?? [])].filter(([name]) => name.startsWith(prefix));
  if (own.length === 0) return undefined;
  return new Map(own.map(([name, it]) => [name.slice(prefix.length), it.values as Float32Array]));
}
