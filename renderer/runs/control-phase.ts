import type { RunSummary } from '../../electron/contract.ts';
import type { RunAsked } from '../stores/runs.ts';

/** What the controls of the top bar can do now. */
export type ControlPhase =
  | { readonly kind: 'ready'; readonly resumable: RunSummary | null }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'running' | 'paused';
      readonly summary: RunSummary;
      readonly asked: RunAsked | undefined;
      /** Runs that wait for their turn. */
      readonly waiting: number;
    };

type Controlled = {
  readonly summaries: readonly RunSummary[] | null;
  readonly attached: string | null;
  readonly asked: Readonly<Record<string, RunAsked>>;
  readonly starting: boolean;
};

/** One run goes on at a time, so that the controls are of that run, whichever document it came from. */
export function controlPhase({ summaries, attached, asked, starting }: Controlled): ControlPhase {
  const all = summaries ?? [];
  const live = all.find((it) => it.status === 'running' || it.status === 'paused');
  if (live) {
    const kind = live.status === 'paused' ? 'paused' : 'running';
    const waiting = all.filter((it) => it.status === 'queued').length;
    return { kind, summary: live, asked: asked[live.run], waiting };
  }
  if (starting || all.some((it) => it.status === 'queued')) return { kind: 'starting' };
  const own = all.find((it) => it.run === attached);
  return { kind: 'ready', resumable: own?.resumable ? own : null };
}
