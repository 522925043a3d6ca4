import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError, problem } from '../pipeline/problem.ts';
import type { EngineEvent, RunEvent } from '../plan/events.ts';
import { contentHash } from '../plan/hash.ts';
import { changesIn } from '../plan/hot-parameters.ts';
import { writtenTwice } from '../plan/outputs.ts';
import type { Network, Plan } from '../plan/plan.ts';
import { planOfUnit, type WorkUnit, workUnits } from '../plan/work-units.ts';
import { atomicWrite } from './atomic-write.ts';
import { newestCheckpoint } from './checkpoints.ts';
import {
  type EngineSession,
  openSession,
  PATIENCE,
  type Patience,
  type SessionListener,
} from './engine-session.ts';
import { handOver } from './hand-over.ts';
import type { Launcher, StartMessage } from './link.ts';
import { readEvents } from './run-events.ts';
import { formatRunFile, makeRunFile, RUN_FILE, type RunFile } from './run-file.ts';
import { openRunWriter } from './run-writer.ts';
import { INPUTS, modelsOf } from './runs.ts';
import { eventOfWhole, unitFolder } from './worker-events.ts';
import { workerShare, workersThatFit } from './worker-share.ts';

/** How often one unit is begun in one start of a run, where its process goes away without a word. */
const MOST_TRIES = 2;

type Working = { readonly session: EngineSession; ended: Extract<RunEvent, { kind: 'run-ended' }> | null };
type Start = Omit<StartMessage, 'kind' | 'protocol'>;

/**
 * Does a run in several engine processes: what does not depend on each other trains side by side. Each unit is a run
 * folder of its own with its plan, log, checkpoints and models, so that any machine could do it; this process gathers
 * their events into the log of the whole run. A process that goes away is told with its stages and begun anew from its last
 * checkpoint; where it goes away once more, the run fails.
 *
 * @param wanted at most so many at once; fewer where memory would not do
 * @param start as for one engine; `resume` is not looked at, since each unit knows how far it is
 * @throws ProblemError `run-locked`, `run-damaged`, or a file fault
 */
export function openWorkerPool(
  launcher: Launcher,
  start: Start,
  file: RunFile,
  wanted: number,
  listener: SessionListener,
  patience: Patience = PATIENCE,
): EngineSession {
  const { plan, folder } = start;
  const workers = workersThatFit(wanted);
  const share = workerShare(workers);
  const units = workUnits(plan);
  const writer = openRunWriter(folder, (event) => listener.event(event));
  const tries = new Map<string, number>();
  const done = new Set<string>();
  const working = new Map<string, Working>();
  /** Of units that wait for their checkpoint to be found or their models to be written, too. */
  const begun = new Set<string>();
  const resting = new Set<string>();
  let order: 'run' | 'pause' | 'stop' = 'run';
  /** Events of each unit that were gathered, so that a log which is read again says nothing twice. */
  const heard = new Map<string, number>();
  let failure: Extract<EngineEvent, { kind: 'problem' }> | null = null;
  let killed = '';
  let told = false;
  let close: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    close = resolve;
  });

  const tell = (event: EngineEvent): void => {
    try {
      writer.write(event);
    } catch (error) {
      fail(error);
    }
  };
  const fail = (error: unknown, at: string | null = null): void => {
    const message = error instanceof Error ? error.message : String(error);
    const it = error instanceof ProblemError ? error.problem : problem({ code: 'run-start', message });
    failure ??= { kind: 'problem', code: it.code, message: it.message, at, step: null, fix: it.fix ?? null };
    for (const { session } of working.values()) session.stop();
  };
  const isReady = ({ id, needs }: WorkUnit): boolean =>
    !done.has(id) && !begun.has(id) && [...needs.values()].every((it) => done.has(it));

  /** Begins what can begin; ends the run where nothing is going on and nothing will. */
  const next = (): void => {
    if (order === 'run' && failure === null && killed === '')
      for (const unit of units.filter(isReady)) {
        if (begun.size >= workers) break;
        begun.add(unit.id);
        void work(unit);
      }
    if (begun.size === 0 && (order !== 'pause' || done.size === units.length)) finish();
  };
  const finish = (): void => {
    if (told) return;
    told = true;
    if (failure) tell(failure);
    tell(endingOf());
    writer.close();
    close();
  };
  const endingOf = (): EngineEvent => {
    if (failure) return { kind: 'run-ended', how: 'failed', text: failure.message };
    if (done.size === units.length) return { kind: 'run-ended', how: 'done', text: 'The run is done.' };
    if (killed !== '') return { kind: 'run-ended', how: 'killed', text: killed };
    return { kind: 'run-ended', how: 'stopped', text: 'Stopped by you; it can be resumed.' };
  };

  const work = async (unit: WorkUnit): Promise<void> => {
    try {
      const prepared = await prepareUnit(start, file, unit, units);
      if (order !== 'stop' && failure === null && killed === '') {
        const session = openSession(
          () => launcher(share),
          prepared,
          { event: (event) => hear(unit, event), problem: (it) => listener.problem(it) },
          patience,
        );
        const at: Working = { session, ended: null };
        working.set(unit.id, at);
        if (order === 'pause') session.pause();
        await session.ended;
        settle(unit, at.ended);
      }
    } catch (error) {
      fail(error);
    }
    working.delete(unit.id);
    resting.delete(unit.id);
    begun.delete(unit.id);
    if (order === 'pause') tellPaused();
    next();
  };
  const settle = (unit: WorkUnit, how: Working['ended']): void => {
    if (how?.how === 'done') done.add(unit.id);
    else if (how?.how !== 'stopped' && how?.how !== 'failed' && killed === '' && order !== 'stop') {
      const count = (tries.get(unit.id) ?? 0) + 1;
      tries.set(unit.id, count);
      const stages = unit.stages.join(' and ') || 'what is measured';
      if (count < MOST_TRIES)
        tell({
          kind: 'note',
          text: `The worker of ${stages} went away. Another one goes on from its last checkpoint.`,
        });
      else
        fail(
          new ProblemError({
            code: 'worker-lost',
            message: `The worker of ${stages} went away ${count} times. ${how?.text ?? ''}`.trim(),
            fix: 'Run with fewer workers: memory may not do for so many. Go on with the run; what is done is kept.',
          }),
          unit.stages[0] ?? null,
        );
    }
  };

  let saidEngine = false;
  const hear = (unit: WorkUnit, event: RunEvent): void => {
    if (event.seq <= (heard.get(unit.id) ?? -1)) return;
    heard.set(unit.id, event.seq);
    const at = working.get(unit.id);
    if (event.kind === 'run-ended' && at) at.ended = event;
    if (event.kind === 'problem') failure ??= withoutStamp(event);
    if (event.kind === 'run-started' && !saidEngine) {
      saidEngine = true;
      tell({ kind: 'run-started', plan: contentHash(plan), engine: event.engine, resumedAt: null, workers });
    }
    if (event.kind === 'state') {
      if (event.state === 'paused') resting.add(unit.id);
      else resting.delete(unit.id);
      tellPaused();
    }
    try {
      const whole = eventOfWhole(event, plan, folder, unit.id);
      if (whole) tell(whole);
      if (event.kind === 'stage-started') tell({ kind: 'state', state: 'running', text: 'Training' });
    } catch (error) {
      fail(error);
    }
    if (failure) for (const { session } of working.values()) session.stop();
  };
  let saidPaused = false;
  const tellPaused = (): void => {
    const paused = order === 'pause' && [...working.keys()].every((it) => resting.has(it));
    if (paused && !saidPaused && begun.size === working.size)
      tell({ kind: 'state', state: 'paused', text: 'Paused; a checkpoint is saved.' });
    saidPaused = paused;
  };

  const begin = async (): Promise<void> => {
    for (const unit of units) {
      const events = await readEvents(unitFolder(folder, unit.id));
      heard.set(unit.id, events.length - 1);
      const last = events.at(-1);
      if (last?.kind === 'run-ended' && last.how === 'done') done.add(unit.id);
    }
    assertNames(plan);
    if (workers < wanted)
      tell({
        kind: 'note',
        text: `${workers} workers in the place of ${wanted}: the free memory holds no more.`,
      });
    await gather(
      units.filter((it) => done.has(it.id)),
      plan,
      folder,
      tell,
    );
    tell({ kind: 'state', state: 'preparing', text: `Starting ${workers} workers` });
    next();
  };
  void begin().catch((error: unknown) => {
    fail(error);
    next();
  });

  return {
    pid: undefined,
    pause() {
      order = 'pause';
      for (const { session } of working.values()) session.pause();
      tellPaused();
    },
    resume() {
      order = 'run';
      saidPaused = false;
      for (const { session } of working.values()) session.resume();
      tell({ kind: 'state', state: 'running', text: 'Training' });
      next();
    },
    stop() {
      order = 'stop';
      for (const { session } of working.values()) session.stop();
      next();
    },
    set(wish) {
      const own = units.find((it) => it.stages.includes(wish.stage));
      working.get(own?.id ?? '')?.session.set(wish);
    },
    kill(why) {
      killed ||= why;
      for (const { session } of working.values()) session.kill(why);
      next();
    },
    output: () => [...working.values()].map((it) => it.session.output()).join('\n'),
    ended,
  };
}

const withoutStamp = ({
  seq: _,
  time: __,
  ...event
}: Extract<RunEvent, { kind: 'problem' }>): Extract<EngineEvent, { kind: 'problem' }> => event;

/** Units are checked by themselves and do not see that two of them would write one file. */
function assertNames({ outputs }: Plan): void {
  const twice = writtenTwice(outputs);
  if (twice)
    throw new ProblemError({
      code: 'model-name',
      message: `Two models are to be saved as ${twice.name}.`,
      fix: 'Give each save node a name of its own.',
    });
}

/** What finished units measured and saved, and the log of the whole run lacks since its process went away in between. */
async function gather(
  finished: readonly WorkUnit[],
  plan: Plan,
  folder: string,
  tell: (event: EngineEvent) => void,
): Promise<void> {
  if (finished.length === 0) return;
  const known = new Set((await readEvents(folder)).flatMap((it) => ('output' in it ? [it.output] : [])));
  for (const { id } of finished)
    for (const event of await readEvents(unitFolder(folder, id)))
      if ('output' in event && !known.has(event.output)) {
        const whole = eventOfWhole(event, plan, folder, id);
        if (whole) tell(whole);
      }
}

/** Makes the run folder of a unit, or finds how far it is, and says how its engine starts. */
async function prepareUnit(
  start: Start,
  file: RunFile,
  unit: WorkUnit,
  units: readonly WorkUnit[],
): Promise<Start> {
  const { folder } = start;
  const own = unitFolder(folder, unit.id);
  await mkdir(own, { recursive: true });
  const given = new Map<string, string>();
  const networkOf = (id: string) => file.plan.networks.find((it) => it.id === id) as Network;
  for (const [network, from] of unit.needs) {
    const stages = units.find((it) => it.id === from)?.stages ?? [];
    const into = join(own, INPUTS);
    given.set(network, await handOver(unitFolder(folder, from), stages, networkOf(network), into));
  }
  const plan = planOfUnit(file.plan, unit, given);
  const stages = plan.stages.map((it) => it.id);
  const compiled = { plan, hash: contentHash(plan), notes: [], origin: file.origin };
  const title = `${file.title}, ${unit.id}`;
  const run = makeRunFile({
    ...{ title, document: file.document, compiled },
    version: file.versions.potstill ?? '',
    created: new Date(file.created),
  });
  await atomicWrite(join(own, RUN_FILE), formatRunFile(run));
  const { point } = await newestCheckpoint(own, stages);
  return {
    ...start,
    plan,
    folder: own,
    models: { ...start.models, ...(await modelsOf(own)) },
    resume: point,
    changes: changesIn(await readEvents(own), start.changes),
  };
}
