import { create } from 'zustand';
import type { LeftOpen, Recovery } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import { showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { showTab } from '../stores/tabs.ts';
import { activeOf, isUntouched, useWorkspace } from '../stores/workspace.ts';
import { closeFileQuestion, tellRefused } from './file-question.ts';
import { showOpened, showRecovered } from './show-document.ts';

type RecoveredState = {
  /** Work of before that was never saved and that nobody has decided about yet; newest first. */
  readonly found: readonly Recovery[];
  /** What was open when the window ended without a word, until it is brought back. */
  readonly left: LeftOpen;
};

const NOTHING_LEFT: LeftOpen = { tabs: [], active: null };

export const useRecovered = create<RecoveredState>(() => ({ found: [], left: NOTHING_LEFT }));

/** Asks main for both. */
export async function findRecovered(): Promise<readonly Recovery[]> {
  try {
    const { call } = bridge();
    const found = await unwrap(call['recovery.list']({}));
    const left = await unwrap(call['recovery.tabs']({}));
    useRecovered.setState({ found, left });
    return found;
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: `Unsaved work could not be looked for. ${message}`, more: fix });
    return [];
  }
}

/** Opens it as it was, in a tab of its own. */
export function restoreRecovered(work: Recovery): void {
  if (showRecovered(work)) forget(work);
}

/**
 * Brings back what was open, tab by tab and each with its unsaved work. A file that can no longer be opened is told of and
 * keeps nothing else away.
 */
export async function restoreTabs(): Promise<void> {
  const { tabs, active } = useRecovered.getState().left;
  useRecovered.setState({ left: NOTHING_LEFT });
  let front: string | undefined;
  for (const tab of tabs) {
    await restoreTab(tab);
    if (tab.key === active) front = useWorkspace.getState().active;
  }
  if (front !== undefined) showTab(front);
}

/** The same, and behind it all other work that was found. */
export async function restoreAll(): Promise<void> {
  closeFileQuestion('recovered');
  await restoreTabs();
  const front = activeOf(useWorkspace.getState());
  // Newest first as they are listed: where no tab was in front, the newest is.
  for (const work of useRecovered.getState().found.toReversed()) restoreRecovered(work);
  if (!isUntouched(front)) showTab(front.key);
}

/** How many tabs that would bring. */
export const countAll = ({ found, left }: RecoveredState): number =>
  found.length +
  left.tabs.filter((it) => it.ticket !== null && !found.some(({ key }) => key === it.key)).length;

async function restoreTab({ key, ticket }: LeftOpen['tabs'][number]): Promise<void> {
  const work = useRecovered.getState().found.find((it) => it.key === key);
  if (work) restoreRecovered(work);
  else if (ticket !== null)
    try {
      showOpened(await unwrap(bridge().call['document.reopen']({ ticket })));
    } catch (error) {
      tellRefused('a pipeline that was open', problemOf(error));
    }
}

/** Throws it away for good. */
export async function discardRecovered(work: Recovery): Promise<void> {
  try {
    await unwrap(bridge().call['recovery.drop']({ key: work.key }));
    forget(work);
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: message, more: fix });
  }
}

function forget({ key }: Recovery): void {
  const found = useRecovered.getState().found.filter((it) => it.key !== key);
  useRecovered.setState({ found });
  if (found.length === 0) closeFileQuestion('recovered');
}
