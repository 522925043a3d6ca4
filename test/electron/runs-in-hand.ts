import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { contract, type PushName, type RunSummary } from '../../electron/contract.ts';
import { nodeLauncher } from '../../src/runtime/node-launcher.ts';
import { buildFixture } from '../runtime/build-fixture.ts';
import { STARTER } from '../runtime/starter.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { makeMain } from './make-main.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

/** The starter template, as the window sends it. */
export const TEXT = readFileSync(STARTER, 'utf8');

/**
 * Runs as a window has them, for the tests of one file. The engine trains nothing (test/runtime/fixtures), and is a process
 * of its own all the same.
 */
export function runsInHand() {
  const folderOf = temporaryFolders();
  let home = '';
  let program = '';
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'potstill-test-'));
    program = await buildFixture('engine', home);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  return async function makeRuns(behaviour: string, push: (name: PushName) => void = () => undefined) {
    const root = folderOf();
    const launcher = nodeLauncher(program, { ...process.env, FIXTURE: behaviour });
    const dialogs = new ScriptedDialogs();
    const main = await makeMain(root, { dialogs, launcher, push });
    const start = async (text = TEXT): Promise<string> => {
      const answer = await main.call('run.start', { text, ticket: null });
      if (!('run' in answer)) throw new Error(JSON.stringify(answer));
      return answer.run;
    };
    const summaries = (): RunSummary[] =>
      main.pushed.flatMap(({ name, value }) =>
        name === 'run.changed' ? [contract.push['run.changed'].parse(value).summary] : [],
      );
    const until = (run: string, status: RunSummary['status']): Promise<void> =>
      vi.waitFor(() => expect(summaries().findLast((it) => it.run === run)?.status).toBe(status), {
        timeout: 20_000,
        interval: 20,
      });
    /** The engine has said all that it will say by itself. */
    const waiting = (run: string): Promise<void> =>
      vi.waitFor(
        async () => {
          const { events } = await main.call('run.read', { run });
          expect(events.some((it) => it.kind === 'note')).toBe(true);
        },
        { timeout: 20_000, interval: 20 },
      );
    return { ...main, root, dialogs, start, summaries, until, waiting };
  };
}
