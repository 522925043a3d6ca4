import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerCalls } from '../../electron/answer-calls.ts';
import { callNames } from '../../electron/channels.ts';
import { type CallName, contract } from '../../electron/contract.ts';
import type { Dialogs } from '../../electron/dialogs.ts';
import type { Handlers } from '../../electron/handler.ts';
import { createRun } from '../../src/runtime/runs.ts';
import { newRun, STARTER } from '../runtime/starter.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { makeMain } from './make-main.ts';

const folderOf = temporaryFolders();

/** Somebody who cancels every dialog. */
const unwilling: Dialogs = {
  openFile: async () => undefined,
  saveFile: async () => undefined,
  tell: async () => undefined,
  ask: async ({ cancel }) => cancel,
};

describe.each(callNames)('%s', (name) => {
  it('is not answered to a foreign page', async () => {
    const { ask, logged, done } = await makeMain(folderOf(), { dialogs: unwilling, isOurs: () => false });
    expect(await ask(name, {})).toMatchObject({ ok: false, problem: { code: 'call-foreign' } });
    expect(logged).toEqual([`${name} was called by a foreign page`]);
    expect(done).toEqual([]);
  });

  it('is refused where it is asked in a wrong way', async () => {
    const { ask, done } = await makeMain(folderOf(), { dialogs: unwilling });
    for (const input of [undefined, null, 0, 'x', [], { unknown: 1 }, { path: '/etc/hostname' }])
      expect(await ask(name, input)).toMatchObject({ ok: false, problem: { code: 'call-invalid' } });
    expect(done).toEqual([]);
  });
});

describe('a handler that fails in a way nobody foresaw', () => {
  it('is logged whole, and told without what it knows', async () => {
    const logged: unknown[] = [];
    const answers = new Map<string, (event: never, input: unknown) => Promise<unknown>>();
    const { handlers } = await makeMain(folderOf(), { dialogs: unwilling });
    const failing: Handlers = {
      ...handlers,
      'run.list': () => Promise.reject(new Error('/people/ada/secret')),
      'app.info': () => ({ version: 1 }) as never,
    };
    answerCalls({
      ipc: { handle: (channel, listener) => void answers.set(channel, listener as never) },
      handlers: failing,
      isOurs: () => true,
      log: (text, error) => logged.push(text, error),
    });
    for (const name of ['run.list', 'app.info']) {
      const answer = await answers.get(`call:${name}`)?.({} as never, {});
      expect(answer).toMatchObject({ ok: false, problem: { code: 'internal', found: name } });
      expect(JSON.stringify(answer)).not.toContain('ada');
    }
    expect(logged).toEqual(['run.list failed', expect.any(Error), 'app.info failed', expect.any(Error)]);
  });
});

/** What has opened other programs' files: paths, names with a meaning, text that is code. */
const HOSTILE = [
  '../../../../etc/passwd',
  '/etc/passwd',
  'C:\\Windows\\win.ini',
  '\\\\host\\share',
  '..',
  '.',
  '',
  'a\u0000b',
  '__proto__',
  'constructor',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '$(touch canary)',
  '`touch canary`',
  '{{7*7}}',
  '%2e%2e%2f',
  '-rf',
  'x'.repeat(5_000),
  '\ud800',
  '{"__proto__": {"polluted": 1}}',
];

/** Every file below a folder, by its hash. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile())
      .map((it) => {
        const path = join(it.parentPath, it.name);
        return [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')];
      }),
  );
}

describe('four thousand messages of a page gone wrong', () => {
  it('are each answered, reach no file that was not picked, and learn no path', async () => {
    const root = folderOf();
    const main = await makeMain(root, { dialogs: unwilling });
    mkdirSync(join(root, 'elsewhere'));
    for (const folder of ['documents', 'elsewhere'])
      writeFileSync(join(root, folder, 'canary.json'), readFileSync(STARTER));
    // One document is open, and one run is there: these a page may name.
    const picked = join(root, 'documents', 'picked.json');
    writeFileSync(picked, readFileSync(STARTER));
    const { ticket } = await main.documents.openPath(picked);
    const { folder } = await createRun(main.places.runs, newRun());
    const run = folder.slice(main.places.runs.length + 1);
    const [documents, elsewhere] = ['documents', 'elsewhere'].map((it) => contents(join(root, it)));

    const word = fc.oneof(
      fc.constantFrom(...HOSTILE, ticket, run, 'f'.repeat(32), `../runs/${run}`),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    const value = fc.oneof(word, fc.boolean(), fc.integer(), fc.constant(null), fc.anything({ maxDepth: 1 }));
    const message = fc.constantFrom(...callNames).chain((name) => {
      const keys = Object.keys(contract.call[name].in.shape);
      const shaped = fc.record(Object.fromEntries(keys.map((it) => [it, value])));
      return fc.record({ name: fc.constant<CallName>(name), input: fc.oneof(shaped, shaped, fc.anything()) });
    });
    await fc.assert(
      fc.asyncProperty(message, async ({ name, input }) => {
        const sent = sendable(input);
        const answer = await main.ask(name, sent);
        expect(answer.ok ? 'value' in answer : typeof answer.problem.code).toBeTruthy();
        expect(JSON.stringify(answer)).not.toContain(root);
        if (!answer.ok) expect(answer.problem.code).not.toBe('internal');
      }),
      { numRuns: 4_000 },
    );

    expect(contents(join(root, 'elsewhere'))).toEqual(elsewhere);
    expect(contents(join(root, 'documents'))).toEqual(documents);
    expect(readdirSync(root).sort()).toEqual(['documents', 'elsewhere', 'home', 'state']);
    expect(main.done.filter((it) => it.startsWith('address'))).toEqual([]);
    expect(new Set(main.done.filter((it) => it.startsWith('folder')))).toEqual(
      new Set(main.done.some((it) => it.startsWith('folder')) ? [`folder ${folder}`] : []),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
    // The run that a page may name may be asked to go on; here is no engine for it.
    expect(main.logged.filter((it) => !it.includes('run-start'))).toEqual([]);
  });
});

/** As much of a value as passes between processes: a function, say, is refused by Electron itself. */
function sendable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}
