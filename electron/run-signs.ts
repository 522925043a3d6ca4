import { type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { RunStatus, RunSummary } from './contract.ts';

/** Ends that the person did not bring about, in the words of a note. */
const ENDS: Partial<Record<RunStatus, string>> = {
  done: 'The run is done.',
  failed: 'The run failed.',
  killed: 'The run lost its engine.',
};

/** What the system shows of the runs: progress in the task bar, a machine that stays awake, a note at the end. */
export class RunSigns {
  readonly #window: BrowserWindow;
  readonly #reveal: () => void;
  readonly #going = new Map<string, RunSummary>();
  #awake: number | undefined;

  constructor(window: BrowserWindow, reveal: () => void) {
    this.#window = window;
    this.#reveal = reveal;
  }

  /** A machine that falls asleep would stop the run. */
  busy(busy: boolean): void {
    if (busy) this.#awake ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#awake !== undefined) {
      powerSaveBlocker.stop(this.#awake);
      this.#awake = undefined;
    }
  }

  changed(summary: RunSummary): void {
    const { run, status } = summary;
    if (status === 'running' || status === 'paused') this.#going.set(run, summary);
    else if (this.#going.delete(run)) this.#tellEnd(summary);
    if (this.#window.isDestroyed()) return;
    const [shown] = this.#going.values();
    if (shown)
      this.#window.setProgressBar(shown.progress, {
        mode: shown.status === 'paused' ? 'paused' : 'normal',
      });
    else this.#window.setProgressBar(-1);
  }

  #tellEnd({ status, title, ending }: RunSummary): void {
    const body = ENDS[status];
    if (body === undefined || this.#window.isDestroyed() || this.#window.isFocused()) return;
    if (!Notification.isSupported()) return;
    const note = new Notification({ title, body: status === 'done' ? body : ending || body });
    note.on('click', this.#reveal);
    note.show();
  }
}
