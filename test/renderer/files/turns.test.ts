import { describe, expect, test } from 'vitest';
import { Turns } from '../../../renderer/files/turns.ts';

/** Work that lasts until it is told to end. */
function lasting(name: string, done: string[]) {
  let end: (error?: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  return {
    end: (error?: Error) => end(error),
    work: async (): Promise<void> => {
      done.push(`${name} begins`);
      await ended;
      done.push(`${name} ends`);
    },
  };
}

describe('Turns', () => {
  test('lets one thing end before the next begins', async () => {
    const done: string[] = [];
    const turns = new Turns();
    const [first, second] = [lasting('first', done), lasting('second', done)];
    const all = [turns.next(first.work), turns.next(second.work)];
    second.end();
    first.end();
    await Promise.all(all);
    expect(done).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  test('goes on after one that failed, which alone hears of it', async () => {
    const done: string[] = [];
    const turns = new Turns();
    const first = lasting('first', done);
    const failing = turns.next(first.work);
    const after = turns.next(async () => void done.push('second'));
    first.end(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    await after;
    expect(done).toEqual(['first begins', 'second']);
  });

  test('leaves out what only makes sense now, while something is under way', async () => {
    const done: string[] = [];
    const turns = new Turns();
    const first = lasting('first', done);
    const going = turns.next(first.work);
    await turns.unlessBusy(async () => void done.push('left out'));
    first.end();
    await going;
    await turns.unlessBusy(async () => void done.push('done'));
    expect(done).toEqual(['first begins', 'first ends', 'done']);
  });
});
