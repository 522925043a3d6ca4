import { expect, test } from 'vitest';
import { newestCheckpoint } from '../../src/runtime/checkpoints.ts';
import { readEvents } from '../../src/runtime/run-events.ts';
import { isLocked } from '../../src/runtime/run-lock.ts';
import { listRuns } from '../../src/runtime/runs.ts';
import { distillProgram, eventsOf, SMALL } from './distill.ts';
import { type Outcome, outcomeOf } from './engine/outcome.ts';
import { STARTER } from './starter.ts';
import { temporaryFolders } from './temporary-folder.ts';

/* A run of the command line that somebody interrupts: once, twice, or by going away. */

const distill = distillProgram();
const folderOf = temporaryFolders();
/** Long enough to be met in the middle. */
const ARGS = [
  STARTER.pathname,
  ...SMALL,
  '--epochs',
  '4',
  '--set',
  'trainer.batch=8',
  '--set',
  'teacher.epochs=2',
];
const stage2 = (line: string) => line.includes('"kind":"checkpoint"') && line.includes('"stage-2"');
const newest = async (root: string) => {
  const [run] = await listRuns(root);
  if (!run) throw new Error('There is no run.');
  return run;
};

let whole: Promise<Outcome> | undefined;
/** What the run comes to that nobody interrupts. */
const undisturbed = (): Promise<Outcome> => {
  whole ??= (async () => {
    const root = folderOf();
    const ended = await distill([...ARGS, '--out', root, '--json']);
    return outcomeOf((await newest(root)).folder, eventsOf(ended));
  })();
  return whole;
};

test.each<NodeJS.Signals>(process.env.POTSTILL_FULL ? ['SIGINT', 'SIGTERM', 'SIGHUP'] : ['SIGINT'])(
  '%s once: it stops with a checkpoint, exit code 130, and goes on to the end it would have had',
  async (signal) => {
    const root = folderOf();
    let sent = false;
    const first = await distill([...ARGS, '--out', root, '--json'], {
      line: (line, child) => {
        if (sent || !stage2(line)) return;
        sent = true;
        child.kill(signal);
      },
    });
    expect(first.code).toBe(130);
    expect(first.stderr).toMatch(/Stopping with a checkpoint/);
    expect(eventsOf(first).at(-1)).toMatchObject({ kind: 'run-ended', how: 'stopped' });
    const { folder, state, resumable } = await newest(root);
    expect({ state, resumable }).toEqual({ state: 'stopped', resumable: true });

    const second = await distill(['--resume', folder, '--json']);
    expect(second.code).toBe(0);
    expect(eventsOf(second)[0]?.seq).toBe((eventsOf(first).at(-1)?.seq ?? 0) + 1);
    expect(await outcomeOf(folder, await readEvents(folder))).toEqual(await undisturbed());
  },
);

test('twice: it ends at once, exit code 130, and its last checkpoint is good', async () => {
  const root = folderOf();
  let sent = false;
  const { code } = await distill([...ARGS, '--out', root, '--json'], {
    line: (line, child) => {
      if (sent || !stage2(line)) return;
      sent = true;
      child.kill('SIGINT');
      // The second once the first was heard.
      child.stderr?.once('data', () => child.kill('SIGINT'));
    },
  });
  expect(code).toBe(130);
  const { folder, state, resumable } = await newest(root);
  expect(state).toMatch(/killed|stopped/);
  expect(resumable).toBe(true);
  const stages = ['stage-1', 'stage-2', 'stage-3'];
  expect(await newestCheckpoint(folder, stages)).toMatchObject({ damaged: [], point: { stage: 'stage-2' } });
});

test('a reader that has seen enough, as head does: the run stops with a checkpoint', async () => {
  const root = folderOf();
  const { code } = await distill([...ARGS, '--out', root, '--json'], {
    line: (_, child) => child.stdout?.destroy(),
  });
  expect(code).toBe(130);
  expect((await newest(root)).state).toBe('stopped');
});

test('the command line is killed itself: its engine does not stay behind, and the run can go on', async () => {
  const root = folderOf();
  await distill([...ARGS, '--out', root, '--json'], {
    line: (line, child) => {
      if (stage2(line)) child.kill('SIGKILL');
    },
  });
  const { folder } = await newest(root);
  // The engine sees its caller go and gives the folder free.
  while (isLocked(folder)) await new Promise((resolve) => setImmediate(resolve));
  expect(await newest(root)).toMatchObject({ state: 'killed', resumable: true });
});
