import { create } from 'zustand';
import type { CallOutput } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import { showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';

/** Versions, and the engine that a run would get; null until main has answered. */
export const useAppInfo = create<{ readonly info: CallOutput<'app.info'> | null }>(() => ({ info: null }));

export async function readAppInfo(): Promise<void> {
  try {
    useAppInfo.setState({ info: await unwrap(bridge().call['app.info']({})) });
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: message, more: fix });
  }
}
