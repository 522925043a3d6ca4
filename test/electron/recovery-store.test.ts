import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RecoveryStore } from '../../electron/recovery-store.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();

function makeStore(folder = join(folderOf(), 'recovery')) {
  const logged: string[] = [];
  const store = new RecoveryStore(folder, (text) => logged.push(text));
  const keep = (key: string, text: string, now?: number): Promise<void> =>
    store.keep({ key, name: `The ${key}`, path: null, seen: null, text }, now);
  const texts = async (): Promise<string[]> => (await store.list()).map((it) => it.text);
  const files = (): string[] =>
    readdirSync(folder)
      .filter((it) => it.endsWith('.json'))
      .sort();
  return { store, folder, logged, keep, texts, files };
}

describe('unsaved work', () => {
  it('is there after a restart, with its name, its file and when it was kept', async () => {
    const { store, folder } = makeStore();
    const work = { key: 'a', name: 'A', path: '/documents/a.json', seen: 'f'.repeat(64), text: 'ä\n"' };
    await store.keep(work, 1234);
    expect(await makeStore(folder).store.list()).toEqual([{ ...work, written: 1234 }]);
  });

  it('is offered in its newest state, the newest document first', async () => {
    const { keep, texts } = makeStore();
    await keep('a', 'a1', 1);
    await keep('b', 'b1', 2);
    await keep('b', 'b2', 3);
    await keep('a', 'a2', 4);
    expect(await texts()).toEqual(['a2', 'b2']);
  });

  it('is kept in three generations, and no more', async () => {
    const { keep, files } = makeStore();
    for (let at = 1; at <= 12; at += 1) await keep('a', `a${at}`);
    expect(files()).toEqual(['a.10.json', 'a.11.json', 'a.12.json']);
  });

  it('of many documents at once comes out as it went in', async () => {
    const { keep, texts, store } = makeStore();
    const keys = Array.from({ length: 5 }, (_, at) => `tab-${at}`);
    await Promise.all(
      keys.flatMap((key) => Array.from({ length: 20 }, (_, at) => keep(key, `${key} ${at}`))),
    );
    expect((await texts()).sort()).toEqual(keys.map((key) => `${key} 19`));
    await Promise.all([keep('tab-0', 'late'), store.drop('tab-0')]);
    expect(await texts()).toHaveLength(4);
  });

  it('that was dropped is gone in all its generations', async () => {
    const { keep, store, files } = makeStore();
    for (const text of ['1', '2', '3']) await keep('a', text);
    await keep('b', '1');
    await store.drop('a');
    expect(files()).toEqual(['b.1.json']);
  });

  it('is dropped with the window as far as that window kept it', async () => {
    const { keep, folder } = makeStore();
    await keep('before', 'of the crash');
    const next = makeStore(folder);
    await next.keep('now', 'not wanted');
    await next.store.dropCurrent();
    expect(await next.texts()).toEqual(['of the crash']);
  });

  it('outlives a page that died: the next page does not drop it with its own', async () => {
    const { keep, store, texts } = makeStore();
    await keep('a', 'of the page that died');
    store.forgetCurrent();
    await keep('b', 'not wanted');
    await store.dropCurrent();
    expect(await texts()).toEqual(['of the page that died']);
  });

  it('is no reason to touch other files of that folder', async () => {
    const { folder, texts } = makeStore();
    mkdirSync(folder);
    const foreign = ['notes.txt', 'A.1.json', 'a.json', 'a.1.json.tmp', '.hidden.1.json'];
    for (const name of foreign) writeFileSync(join(folder, name), 'x');
    expect(await texts()).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(foreign.sort());
  });
});

describe('a damaged generation', () => {
  /** Three generations, the newest of which is damaged. */
  async function damagedBy(damage: (bytes: Buffer) => Uint8Array) {
    const { keep, folder } = makeStore();
    for (const text of ['one', 'two', 'three']) await keep('a', `the text of ${text}`);
    const newest = join(folder, 'a.3.json');
    const bytes = damage(readFileSync(newest));
    writeFileSync(newest, bytes);
    return { ...makeStore(folder), bytes };
  }

  it.each(Array.from({ length: 64 }, (_, at) => at))(
    'that ends at %i of 64 gives way to the one before it, and is moved aside as it is',
    async (at) => {
      const { texts, folder, files, logged, bytes } = await damagedBy((it) =>
        it.subarray(0, Math.floor((it.length * at) / 64)),
      );
      expect(await texts()).toEqual(['the text of two']);
      expect(files()).toEqual(['a.1.json', 'a.2.json']);
      const [aside = ''] = readdirSync(join(folder, 'damaged'));
      expect(readFileSync(join(folder, 'damaged', aside))).toEqual(Buffer.from(bytes));
      expect(logged).toEqual(['The recovery file a.3.json is damaged and was moved aside']);
    },
  );

  it.each(Array.from({ length: 64 }, (_, at) => at))(
    'with one bit turned at %i of 64 gives way to the one before it',
    async (at) => {
      const { texts } = await damagedBy((it) => {
        const place = Math.floor((it.length * at) / 64);
        return it.map((byte, index) => (index === place ? byte ^ 1 : byte));
      });
      expect(await texts()).toEqual(['the text of two']);
    },
  );

  it('is never written over by what is kept next', async () => {
    const { keep, texts, files } = await damagedBy(() => new Uint8Array(100));
    await keep('a', 'four');
    expect(files()).toEqual(['a.2.json', 'a.3.json', 'a.4.json']);
    expect(await texts()).toEqual(['four']);
  });

  it('is told apart from one of another document by its key', async () => {
    const { keep, folder, texts } = makeStore();
    await keep('a', 'of a');
    renameSync(join(folder, 'a.1.json'), join(folder, 'b.1.json'));
    expect(await texts()).toEqual([]);
    expect(readdirSync(join(folder, 'damaged'))).toHaveLength(1);
  });

  it('of which there is nothing but such ones leaves them all aside and the app at work', async () => {
    const { folder, texts, keep } = makeStore();
    mkdirSync(folder);
    for (let at = 1; at <= 3; at += 1) writeFileSync(join(folder, `a.${at}.json`), `damaged ${at}`);
    expect(await texts()).toEqual([]);
    const aside = readdirSync(join(folder, 'damaged')).map((it) =>
      readFileSync(join(folder, 'damaged', it), 'utf8'),
    );
    expect(aside.sort()).toEqual(['damaged 1', 'damaged 2', 'damaged 3']);
    await keep('a', 'new');
    expect(await texts()).toEqual(['new']);
  });
});
