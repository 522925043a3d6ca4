import type { RunSummary } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import { showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { isLive } from '../runs/run-state.ts';
import { useRuns } from '../stores/runs.ts';
import { choose, useComparison } from './comparison.ts';

/** So many are asked for at once: soon enough something is seen, and few enough messages pass. */
const AT_ONCE = 50;

/** How a run stood when its facts were asked for: what is measured comes at its end. */
const asked = new Map<string, string>();
const standing = ({ status }: RunSummary): string => (isLive(status) ? 'live' : status);

let reading = false;

/** Reads what is compared of all runs, newest first, and again of those that have ended since; returns the undoing. */
export function keepFacts(): () => void {
  void readMissing();
  return useRuns.subscribe((now, before) => {
    if (now.summaries === before.summaries) return;
    forgetGone();
    void readMissing();
  });
}

/** A run that was removed is no longer one of those that are compared. */
function forgetGone(): void {
  const there = new Set(useRuns.getState().summaries?.map((it) => it.run));
  const { chosen } = useComparison.getState();
  if (chosen.some((it) => !there.has(it))) choose(chosen.filter((it) => there.has(it)));
}

async function readMissing(): Promise<void> {
  if (reading) return;
  reading = true;
  try {
    for (let next = missing(); next.length > 0; next = missing()) {
      for (const it of next) asked.set(it.run, standing(it));
      useComparison.setState({ reading: true });
      const found = await unwrap(bridge().call['run.facts']({ runs: next.map((it) => it.run) }));
      useComparison.setState(({ facts }) => ({
        facts: { ...facts, ...Object.fromEntries(found.map((it) => [it.run, it])) },
      }));
    }
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: message, more: fix });
  } finally {
    reading = false;
    useComparison.setState({ reading: false });
  }
}

const missing = (): readonly RunSummary[] =>
  (useRuns.getState().summaries ?? []).filter((it) => asked.get(it.run) !== standing(it)).slice(0, AT_ONCE);
