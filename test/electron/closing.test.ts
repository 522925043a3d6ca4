import { describe, expect, it, vi } from 'vitest';
import { Closing } from '../../electron/closing.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

function makeWindow({ dirty = false, runs = [] as string[] } = {}) {
  const dialogs = new ScriptedDialogs();
  const done: string[] = [];
  const state = { unsaved: dirty ? ['Work'] : [], runs };
  const closing = new Closing({
    dialogs,
    unsaved: () => state.unsaved,
    going: () => state.runs,
    save: () => done.push('save'),
    discard: async () => void done.push('discard'),
    finish: async ({ asked }) => void done.push(asked ? 'finish' : 'finish unasked'),
  });
  const saved = (): void => {
    state.unsaved = [];
    closing.documentsChanged();
  };
  return { dialogs, done, state, closing, saved };
}

describe('closing the window', () => {
  it('with nothing to lose asks nothing', async () => {
    const { closing, done } = makeWindow();
    await closing.request();
    expect(done).toEqual(['finish']);
  });

  it('with unsaved work drops it only if the person says so', async () => {
    const { closing, done, dialogs } = makeWindow({ dirty: true });
    dialogs.answers.push("Don't Save");
    await closing.request();
    expect(dialogs.asked.map((it) => it.message)).toEqual(['Save the changes to Work?']);
    expect(done).toEqual(['discard', 'finish']);
  });

  it('that was thought better of leaves everything as it is, and asks again next time', async () => {
    const { closing, done, dialogs } = makeWindow({ dirty: true });
    dialogs.answers.push('Cancel', 'Cancel');
    await closing.request();
    await closing.request();
    expect(dialogs.asked).toHaveLength(2);
    expect(done).toEqual([]);
  });

  it('by Escape is as good as thought better of', async () => {
    const { closing, dialogs } = makeWindow({ dirty: true, runs: ['A run'] });
    dialogs.answers.push("Don't Save", 'Keep Working');
    await closing.request();
    expect(dialogs.asked.map((it) => it.buttons[it.cancel])).toEqual(['Cancel', 'Keep Working']);
  });

  it('with several unsaved documents asks once, and names them', async () => {
    const { closing, done, dialogs, state, saved } = makeWindow();
    state.unsaved = ['One', '', 'Three'];
    dialogs.answers.push('Save All');
    await closing.request();
    expect(dialogs.asked.map((it) => it.message)).toEqual(['Save the changes to 3 pipelines?']);
    expect(dialogs.asked[0]?.detail).toMatch(/^One\nUntitled\nThree\n/);
    expect(done).toEqual(['save']);
    // The first of them is saved and the others are not yet.
    state.unsaved = ['Three'];
    closing.documentsChanged();
    expect(done).toEqual(['save']);
    saved();
    closing.saved();
    await vi.waitFor(() => expect(done).toEqual(['save', 'finish']));
  });

  it('with very many names some, so that the question stays on the screen', async () => {
    const { closing, dialogs, state } = makeWindow();
    state.unsaved = Array.from({ length: 30 }, (_, at) => `Work ${at}`);
    dialogs.answers.push("Don't Save");
    await closing.request();
    expect(dialogs.asked[0]?.detail).toContain('Work 9\nand 20 more\n');
  });

  it('names work without a title', async () => {
    const { closing, dialogs, state } = makeWindow();
    state.unsaved = [''];
    dialogs.answers.push('Cancel');
    await closing.request();
    expect(dialogs.asked[0]?.message).toBe('Save the changes to Untitled?');
  });
});

describe('closing after a save', () => {
  it('waits until the page has saved and says so', async () => {
    const { closing, done, dialogs, saved } = makeWindow({ dirty: true });
    dialogs.answers.push('Save');
    await closing.request();
    expect(done).toEqual(['save']);
    saved();
    closing.saved();
    await vi.waitFor(() => expect(done).toEqual(['save', 'finish']));
    expect(dialogs.asked).toHaveLength(1);
  });

  it('does so too where the page says that it saved before it says that nothing is unsaved', async () => {
    const { closing, done, dialogs, saved } = makeWindow({ dirty: true });
    dialogs.answers.push('Save');
    await closing.request();
    closing.saved();
    expect(done).toEqual(['save']);
    saved();
    await vi.waitFor(() => expect(done).toEqual(['save', 'finish']));
    expect(dialogs.asked).toHaveLength(1);
  });

  it('asks again where the page’s word that nothing is unsaved does not come', async () => {
    vi.useFakeTimers();
    const { closing, done, dialogs } = makeWindow({ dirty: true });
    dialogs.answers.push('Save', 'Cancel');
    await closing.request();
    closing.saved();
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    expect(dialogs.asked).toHaveLength(2);
    expect(done).toEqual(['save']);
  });

  it('that the person cancelled stays open, and a save of another day does not close it', async () => {
    const { closing, done, dialogs, saved } = makeWindow({ dirty: true });
    dialogs.answers.push('Save');
    await closing.request();
    // The page never answers: the file dialog was cancelled. Later the person saves, and goes on.
    saved();
    expect(done).toEqual(['save']);
  });

  it('drops nothing of what was saved', async () => {
    const { closing, done, dialogs, saved } = makeWindow({ dirty: true, runs: ['A run'] });
    dialogs.answers.push('Save', 'Stop and Quit');
    await closing.request();
    saved();
    closing.saved();
    await vi.waitFor(() => expect(done).toEqual(['save', 'finish']));
  });
});

describe('closing while runs are going on', () => {
  it('stops them only if the person says so', async () => {
    const { closing, done, dialogs } = makeWindow({ runs: ['My run'] });
    dialogs.answers.push('Keep Working', 'Stop and Quit');
    await closing.request();
    expect(done).toEqual([]);
    await closing.request();
    expect(done).toEqual(['finish']);
    expect(dialogs.asked[0]?.message).toBe('“My run” is still training.');
  });

  it('counts them where there are several', async () => {
    const { closing, dialogs } = makeWindow({ runs: ['a', 'b', 'c'] });
    dialogs.answers.push('Keep Working');
    await closing.request();
    expect(dialogs.asked[0]?.message).toBe('3 runs are not finished.');
  });

  it('keeps the unsaved work where the runs made the person stay', async () => {
    const { closing, done, dialogs } = makeWindow({ dirty: true, runs: ['a'] });
    dialogs.answers.push("Don't Save", 'Keep Working');
    await closing.request();
    expect(done).toEqual([]);
  });
});

describe('closing again', () => {
  it('while a question is open asks no second one', async () => {
    const { closing, done, dialogs } = makeWindow({ dirty: true });
    dialogs.answers.push("Don't Save");
    await Promise.all([closing.request(), closing.request(), closing.request()]);
    expect(dialogs.asked).toHaveLength(1);
    expect(done).toEqual(['discard', 'finish']);
  });

  it('while everything ends already does nothing', async () => {
    const { closing, done } = makeWindow();
    await closing.request();
    await closing.request();
    await closing.end();
    expect(done).toEqual(['finish']);
  });

  it('while the page saves asks anew', async () => {
    const { closing, done, dialogs } = makeWindow({ dirty: true });
    dialogs.answers.push('Save', "Don't Save");
    await closing.request();
    await closing.request();
    expect(done).toEqual(['save', 'discard', 'finish']);
  });

  it('after a question that could not be shown is possible', async () => {
    const { closing, done, dialogs } = makeWindow({ dirty: true });
    await expect(closing.request()).rejects.toThrow('Not foreseen');
    dialogs.answers.push("Don't Save");
    await closing.request();
    expect(done).toEqual(['discard', 'finish']);
  });
});

describe('an end from outside', () => {
  it('asks nothing and drops nothing', async () => {
    const { closing, done, dialogs } = makeWindow({ dirty: true, runs: ['a'] });
    await closing.end();
    expect(dialogs.asked).toEqual([]);
    expect(done).toEqual(['finish unasked']);
  });

  it('while a question is open goes before it, whatever is answered then', async () => {
    const { closing, done, dialogs } = makeWindow({ dirty: true });
    let answer: (button: number) => void = () => undefined;
    dialogs.ask = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const asked = closing.request();
    await closing.end();
    answer(0);
    await asked;
    expect(done).toEqual(['finish unasked']);
  });

  it('comes once', async () => {
    const { closing, done } = makeWindow();
    await Promise.all([closing.end(), closing.end()]);
    expect(done).toEqual(['finish unasked']);
  });
});
