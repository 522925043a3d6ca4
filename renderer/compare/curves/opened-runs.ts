import { create } from 'zustand';
import type { PushValue } from '../../../electron/contract.ts';
import type { RunEvent } from '../../../src/plan/events.ts';
import { bridge, unwrap } from '../../bridge.ts';
import { ingest, openRun } from '../../runs/run-data.ts';
import type { OpenedRun } from '../../stores/runs.ts';

/** So many runs are laid over each other at most: more lines tell nobody anything. */
export const MOST_OVERLAID = 24;

type OpenedRuns = {
  /** With all their curves, by id. */
  readonly opened: Readonly<Record<string, OpenedRun>>;
  /** Those that could not be read, and why. */
  readonly failed: Readonly<Record<string, string>>;
};

/** The runs whose curves are laid over each other. The panel has its own few; these are dropped with the comparison. */
export const useOpenedRuns = create<OpenedRuns>(() => ({ opened: {}, failed: {} }));

/** Frames that arrive while a run is being read; they may hold what its record does not yet. */
const reading = new Map<string, RunEvent[]>();
let wanted: ReadonlySet<string> = new Set();

/** Reads these runs, one after the other, and forgets all others. */
export function openThese(runs: readonly string[]): void {
  wanted = new Set(runs.slice(0, MOST_OVERLAID));
  const { opened, failed } = useOpenedRuns.getState();
  const gone = [...Object.keys(opened), ...Object.keys(failed)].some((run) => !wanted.has(run));
  const kept = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([run]) => wanted.has(run)));
  if (gone) useOpenedRuns.setState({ opened: kept(opened), failed: kept(failed) });
  void readNext();
}

async function readNext(): Promise<void> {
  if (reading.size > 0) return;
  const { opened, failed } = useOpenedRuns.getState();
  const next = [...wanted].find((run) => !(run in opened) && !(run in failed));
  if (next === undefined) return;
  await read(next);
  void readNext();
}

async function read(run: string): Promise<void> {
  const early: RunEvent[] = [];
  reading.set(run, early);
  try {
    const record = await unwrap(bridge().call['run.read']({ run }));
    const { data, view } = openRun(record);
    const ready = { data, view: ingest(data, view, early) };
    if (wanted.has(run)) useOpenedRuns.setState(({ opened }) => ({ opened: { ...opened, [run]: ready } }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    useOpenedRuns.setState(({ failed }) => ({ failed: { ...failed, [run]: why } }));
  } finally {
    reading.delete(run);
  }
}

/** Takes in what runs tell that go on while they are compared; returns the undoing. */
export const followOpened = (): (() => void) => bridge().on['run.frame'](onFrame);

function onFrame({ run, events }: PushValue<'run.frame'>): void {
  const early = reading.get(run);
  if (early) {
    early.push(...events);
    return;
  }
  const known = useOpenedRuns.getState().opened[run];
  const first = known && events.find((it) => it.seq >= known.data.next);
  if (!known || !first) return;
  // A frame was missed: what is on disk is whole.
  if (first.seq > known.data.next) {
    void read(run).then(readNext);
    return;
  }
  const view = ingest(known.data, known.view, events);
  useOpenedRuns.setState(({ opened }) => ({ opened: { ...opened, [run]: { data: known.data, view } } }));
}
