import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunStatus, RunSummary } from '../../electron/contract.ts';

/** As much of the system as shows signs of a run. */
const system = vi.hoisted(() => ({
  awake: new Set<number>(),
  notes: [] as string[],
  clicks: [] as (() => void)[],
}));
vi.mock('electron', () => ({
  powerSaveBlocker: {
    start: () => {
      system.awake.add(system.awake.size + 1);
      return system.awake.size;
    },
    stop: (id: number) => system.awake.delete(id),
  },
  Notification: class {
    static isSupported = (): boolean => true;
    readonly #text: string;

    constructor({ title, body }: { title: string; body: string }) {
      this.#text = `${title}: ${body}`;
    }

    on(_event: 'click', listener: () => void): void {
      system.clicks.push(listener);
    }

    show(): void {
      system.notes.push(this.#text);
    }
  },
}));
const { RunSigns } = await import('../../electron/run-signs.ts');

const summary = (status: RunStatus, more: Partial<RunSummary> = {}): RunSummary => ({
  ...{
    run: 'a',
    title: 'My run',
    status,
    created: 0,
    ending: '',
    progress: 0,
    resumable: false,
    accuracy: null,
    tags: [],
  },
  ...more,
});

function makeSigns({ focused = false } = {}) {
  const bar: unknown[] = [];
  const state = { focused, destroyed: false, revealed: 0 };
  const window = {
    setProgressBar: (value: number, options?: { mode: string }) => bar.push([value, options?.mode]),
    isFocused: () => state.focused,
    isDestroyed: () => state.destroyed,
  } as unknown as BrowserWindow;
  const signs = new RunSigns(window, () => {
    state.revealed += 1;
  });
  return { signs, bar, state };
}

beforeEach(() => {
  system.awake.clear();
  system.notes.length = 0;
  system.clicks.length = 0;
});

describe('the machine', () => {
  it('stays awake while a run is busy, and no longer', () => {
    const { signs } = makeSigns();
    for (const busy of [true, true, true]) signs.busy(busy);
    expect(system.awake.size).toBe(1);
    for (const busy of [false, false]) signs.busy(busy);
    expect(system.awake.size).toBe(0);
    signs.busy(true);
    expect(system.awake.size).toBe(1);
  });
});

describe('the task bar', () => {
  it('shows how far the first run is, and whether it pauses, until it ends', () => {
    const { signs, bar } = makeSigns();
    signs.changed(summary('queued'));
    signs.changed(summary('running', { progress: 0.25 }));
    signs.changed(summary('queued', { run: 'b' }));
    signs.changed(summary('paused', { progress: 0.5 }));
    signs.changed(summary('done', { progress: 1 }));
    expect(bar).toEqual([
      [-1, undefined],
      [0.25, 'normal'],
      [0.25, 'normal'],
      [0.5, 'paused'],
      [-1, undefined],
    ]);
  });

  it('is left alone once the window is gone', () => {
    const { signs, bar, state } = makeSigns();
    state.destroyed = true;
    signs.changed(summary('running'));
    signs.changed(summary('killed'));
    expect([bar, system.notes]).toEqual([[], []]);
  });
});

describe('a note at the end of a run', () => {
  it.each([
    ['done', '', 'My run: The run is done.'],
    ['failed', 'The loss is not a number.', 'My run: The loss is not a number.'],
    ['killed', '', 'My run: The run lost its engine.'],
  ] as const)('that is %s comes while the window has no focus', (status, ending, note) => {
    const { signs, state } = makeSigns();
    signs.changed(summary('running'));
    signs.changed(summary(status, { ending }));
    expect(system.notes).toEqual([note]);
    system.clicks[0]?.();
    expect(state.revealed).toBe(1);
  });

  it('does not come to who looks at the window, or stopped the run', () => {
    const watched = makeSigns({ focused: true });
    watched.signs.changed(summary('running'));
    watched.signs.changed(summary('done'));
    const { signs } = makeSigns();
    signs.changed(summary('running'));
    signs.changed(summary('stopped'));
    expect(system.notes).toEqual([]);
  });

  it('comes once, and not for runs of another day that are renamed', () => {
    const { signs } = makeSigns();
    signs.changed(summary('done', { title: 'Old run, new name' }));
    signs.changed(summary('running'));
    signs.changed(summary('done'));
    signs.changed(summary('done', { title: 'New name' }));
    expect(system.notes).toEqual(['My run: The run is done.']);
  });
});
