import { create } from 'zustand';
import type { Recovery } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import { showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { closeFileQuestion } from './file-question.ts';
import { showRecovered } from './show-document.ts';

/** Work of before that was never saved and that nobody has decided about yet; newest first. */
export const useRecovered = create<{ readonly found: readonly Recovery[] }>(() => ({ found: [] }));

/** Asks main for it, and offers what is there. */
export async function findRecovered(): Promise<readonly Recovery[]> {
  try {
    const found = await unwrap(bridge().call['recovery.list']({}));
    useRecovered.setState({ found });
    return found;
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: `Unsaved work could not be looked for. ${message}`, more: fix });
    return [];
  }
}

/** Opens it as it was. What else was found waits: one window shows one document. */
export async function restoreRecovered(work: Recovery): Promise<void> {
  closeFileQuestion('recovered');
  if (await showRecovered(work)) forget(work);
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
