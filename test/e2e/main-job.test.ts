import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseDocument } from '../../src/pipeline/text.ts';
import { newPerson, pickFile } from './launch-app.ts';
import { type PortName, Studio } from './studio.ts';

/** The starter as somebody draws it: kinds of node from the palette, and where they are let go on the canvas. */
const NODES = {
  'data.mnist': { x: 80, y: 230 },
  'data.image-transform': { x: 205, y: 230 },
  'network.lenet': { x: 205, y: 90 },
  'network.mlp': { x: 205, y: 370 },
  'model.teacher': { x: 335, y: 90 },
  'model.student': { x: 335, y: 340 },
  'loss.tempered-softmax': { x: 465, y: 200 },
  'schedule.cosine': { x: 335, y: 470 },
  'optimizer.adam': { x: 465, y: 390 },
  'training.trainer': { x: 595, y: 260 },
  'result.evaluation': { x: 725, y: 160 },
  'result.save-model': { x: 725, y: 330 },
} as const;

const WIRES: readonly (readonly [from: PortName, to: PortName])[] = [
  [
    ['MNIST', 'data'],
    ['Image transform', 'data'],
  ],
  [
    ['CNN (LeNet style)', 'network'],
    ['Teacher', 'network'],
  ],
  [
    ['Image transform', 'data'],
    ['Teacher', 'data'],
  ],
  [
    ['MLP', 'network'],
    ['Student', 'network'],
  ],
  [
    ['Image transform', 'data'],
    ['Student', 'data'],
  ],
  [
    ['Teacher', 'logits'],
    ['Tempered softmax', 'teacher logits'],
  ],
  [
    ['Student', 'logits'],
    ['Tempered softmax', 'student logits'],
  ],
  [
    ['Image transform', 'data'],
    ['Tempered softmax', 'labels'],
  ],
  [
    ['Cosine decay', 'schedule'],
    ['Adam', 'schedule'],
  ],
  [
    ['Tempered softmax', 'loss'],
    ['Trainer', 'loss'],
  ],
  [
    ['Adam', 'optimizer'],
    ['Trainer', 'optimizer'],
  ],
  [
    ['Trainer', 'model'],
    ['Evaluation', 'model'],
  ],
  [
    ['Teacher', 'model'],
    ['Evaluation', 'teacher'],
  ],
  [
    ['Trainer', 'model'],
    ['Save model', 'model'],
  ],
];

describe('from an empty canvas to a trained student', { timeout: 300_000 }, () => {
  const person = newPerson();
  const file = join(person.documents, 'drawn by hand.json');
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open({ person });
  });
  // What the window looked like says more than the lines below it.
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  test('the gallery offers the templates, each with a picture of itself', async () => {
    for (const title of [
      'Tempered softmax on MNIST',
      'Student alone on MNIST',
      'Teacher, assistant, student',
    ]) {
      const card = studio.gallery.getByRole('button', { name: title });
      await card.waitFor();
      expect(await card.locator('svg rect').count()).toBeGreaterThan(8);
    }
    await studio.screenshot('gallery');
  });

  test('nodes are dragged onto an empty canvas', async () => {
    await studio.emptyCanvas();
    await studio.screenshot('canvas-empty');
    // Twelve nodes need more room than the canvas has at full size.
    for (const percent of [80, 64, 51]) await studio.zoomOutTo(percent);
    for (const [type, at] of Object.entries(NODES)) await studio.dragFromPalette(type, at);
    await expect.poll(() => studio.canvas.getByRole('group').count()).toBe(Object.keys(NODES).length);
  });

  test('a wire that cannot fit is refused and says why', async () => {
    await studio.drawWire(['MNIST', 'data'], ['Trainer', 'optimizer']);
    await studio.page.getByText(/does not fit optimizer, which takes/).waitFor();
    await expect.poll(() => studio.wireCount()).toBe(0);
  });

  test('wires are drawn and say what they carry', async () => {
    for (const [from, to] of WIRES) await studio.drawWire(from, to);
    await expect.poll(() => studio.wireCount()).toBe(WIRES.length);
    await studio.node('MNIST').getByText('28×28×1 · 10 classes').waitFor();
    await studio.node('Student').getByText('n×10').waitFor();
    await studio.button('Fit to window').click();
  });

  test('parameters are set in the form', async () => {
    await studio.setNumber('Teacher', 'Epochs', '1');
    await studio.setNumber('Trainer', 'Epochs', '1');
    await studio.setNumber('MLP', 'Hidden layers', '32');
    await studio.selectNode('Trainer');
    await studio.inspector.getByRole('switch', { name: 'Baseline' }).click();
    await studio.page.keyboard.press('Escape');
    await studio.screenshot('canvas');
  });

  test('the run shows its curves moving and how far each node is', async () => {
    await studio.button('Run').click();
    const loss = studio.runs.getByRole('img', { name: /^Loss by step/ });
    const said = async (): Promise<string> => (await loss.getAttribute('aria-label')) ?? '';
    await expect.poll(said, { timeout: 60_000 }).toMatch(/Teacher [\d.]+/);
    const before = await said();
    const picture = await loss.screenshot();
    await expect.poll(said, { timeout: 60_000 }).not.toBe(before);
    await expect.poll(async () => (await loss.screenshot()).equals(picture), { timeout: 60_000 }).toBe(false);
    await studio.node('Teacher').getByRole('progressbar').waitFor();
    // The runs panel took room from a canvas that was fitted, and it is fitted still.
    await expect.poll(() => studio.outOfView()).toEqual([]);
    await studio.screenshot('running');
  });

  test('the result card compares teacher, student and the student alone', async () => {
    const table = studio.runs.getByRole('table').first();
    await table.waitFor({ timeout: 240_000 });
    for (const name of ['Teacher', 'Student', 'Student alone']) {
      const row = table
        .getByRole('row')
        .filter({ has: studio.page.getByRole('rowheader', { name, exact: true }) });
      expect(Number.parseFloat((await row.getByRole('cell').first().textContent()) ?? '')).toBeGreaterThan(
        85,
      );
    }
    await studio.screenshot('finished');
  });

  test('what was drawn is saved where the person says', async () => {
    await pickFile(studio.app, file);
    await studio.menu('save');
    await studio.page.getByText('drawn by hand.json', { exact: true }).waitFor();
    const document = parseDocument(readFileSync(file, 'utf8'));
    expect(document).toMatchObject({ ok: true });
    expect(Object.keys(document.ok ? document.value.wires : {})).toHaveLength(WIRES.length);
  });

  test('the next start finds the same picture and the run', async () => {
    const [ended] = await studio.summaries();
    expect(ended).toMatchObject({ status: 'done' });
    const drawn = await studio.layout();
    await studio.close();
    studio = await Studio.open({ person });
    await studio.gallery.getByRole('button', { name: /drawn by hand/ }).click();
    await studio.canvas.getByRole('group').first().waitFor();
    await expect.poll(() => studio.layout()).toEqual(drawn);
    const [found] = await studio.summaries();
    expect(found).toEqual(ended);
    await studio.runs.getByRole('table').first().waitFor();
    await studio.screenshot('reopened');
  });
});
