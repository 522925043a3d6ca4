import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord, RunStatus } from '../../electron/contract.ts';
import { checkout } from '../../scripts/setup/places.mjs';
import { newPerson, pickFile } from './launch-app.ts';
import { Studio } from './studio.ts';

/** So many epochs take minutes: each of these tests ends its run by itself. */
const LONG = 2000;

describe('a run, by the buttons of the window', () => {
  const person = newPerson();
  const file = join(person.documents, 'student alone.json');
  let studio: Studio;

  beforeAll(async () => {
    const document = JSON.parse(
      readFileSync(join(checkout, 'templates', 'student-alone-mnist.json'), 'utf8'),
    );
    document.nodes.mnist.params = { trainExamples: 2000, testExamples: 500 };
    document.nodes.trainer.params.epochs = LONG;
    writeFileSync(file, JSON.stringify(document));
    studio = await Studio.open({ person, args: [file] });
    await studio.canvas.getByRole('group').first().waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const statuses = async (): Promise<RunStatus[]> => (await studio.summaries()).map((it) => it.status);
  const becomes = (wanted: readonly RunStatus[]): Promise<void> =>
    expect.poll(statuses, { timeout: 60_000 }).toEqual(wanted);
  const step = async (): Promise<number> => {
    const { events } = await newest();
    return Math.max(0, ...events.flatMap((it) => (it.kind === 'metrics' ? it.steps : [])));
  };

  const newest = async (): Promise<RunRecord> => studio.record((await studio.summaries())[0]?.run ?? '');

  test('is held at a step and goes on from it', async () => {
    await studio.button('Run').click();
    await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(20);
    await studio.button('Pause').click();
    await becomes(['paused']);
    await studio.screenshot('paused');
    const held = await step();
    await studio.button('Resume').click();
    await becomes(['running']);
    await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(held);
  });

  test('waits for its turn behind another', async () => {
    await studio.button('Queue another run').click();
    await becomes(['queued', 'running']);
    await studio.runs
      .getByText(/next|1st|waits/i)
      .first()
      .waitFor();
    await studio.screenshot('queued');
  });

  test('is stopped with a checkpoint, and the next one begins', async () => {
    await studio.button('Stop').click();
    await becomes(['running', 'stopped']);
    const [, stopped] = await studio.summaries();
    expect(stopped).toMatchObject({ resumable: true });
    await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(20);
  });

  test('whose engine is killed is marked so; the window lives, and the run goes on from its checkpoint', async () => {
    await expect
      .poll(async () => (await newest()).events.some((it) => it.kind === 'checkpoint'), { timeout: 60_000 })
      .toBe(true);
    await studio.killEngine();
    await becomes(['killed', 'stopped']);
    const killed = await newest();
    expect(killed.summary).toMatchObject({ resumable: true });
    await studio.button('Show run').click();
    await studio.runs.getByText(/^The engine ended without a word/).waitFor();
    await studio.screenshot('killed');
    await studio.runs.getByRole('button', { name: 'Continue from last checkpoint' }).click();
    await becomes(['running', 'stopped']);
    const resumed = async (): Promise<number> =>
      (await newest()).events.findLast((it) => it.kind === 'run-started')?.resumedAt?.step ?? 0;
    await expect.poll(resumed, { timeout: 60_000 }).toBeGreaterThan(0);
    await studio.button('Stop').click();
    await becomes(['stopped', 'stopped']);
  });

  test('that diverges says at which step, which loss, and what to do', async () => {
    const wild = join(person.documents, 'wild.json');
    const document = JSON.parse(readFileSync(file, 'utf8'));
    document.nodes.optimizer = {
      ...document.nodes.optimizer,
      type: 'optimizer.adamw',
      // Each step makes every kernel minus nine times as large.
      params: { learningRate: 10, weightDecay: 1 },
    };
    writeFileSync(wild, JSON.stringify(document));
    await pickFile(studio.app, wild);
    await studio.menu('open');
    await studio.node('AdamW').waitFor();
    await studio.button('Run').click();
    await becomes(['failed', 'stopped', 'stopped']);
    await studio.runs
      .getByText(/step \d+/i)
      .first()
      .waitFor();
    await studio.runs
      .getByText(/learning rate/i)
      .first()
      .waitFor();
    await studio.screenshot('diverged');
  });
});
