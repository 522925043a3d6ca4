import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson, pickFile } from './launch-app.ts';
import { Studio } from './studio.ts';

describe('layers on the canvas', () => {
  const person = newPerson();
  const file = join(person.documents, 'layers.json');
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open({ person });
    await studio.openTemplate('Tempered softmax on MNIST');
    await studio.addNode('Attention transfer (AT)');
    await studio.dragNode('Attention transfer (AT)', { x: 0, y: 250 });
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const toggle = () => studio.node('Teacher').getByRole('button', { name: /^\d+ layers of Teacher$/ });
  const layer = (name: string) => studio.port('output', ['Teacher', name]);

  test('are listed in the node with their shapes, by a press or by a key', async () => {
    expect(await layer('conv2d-1').count()).toBe(0);
    await toggle().click();
    await layer('conv2d-1').waitFor();
    await studio.node('Teacher').getByText('n×28×28×16').first().waitFor();
    await studio.selectNode('Teacher');
    await studio.page.keyboard.press('l');
    await layer('conv2d-1').waitFor({ state: 'detached' });
    await studio.page.keyboard.press('l');
    await layer('conv2d-1').waitFor();
  });

  test('are wired by a drag; a layer that is wired stays in sight when the list is closed', async () => {
    const before = await studio.wireCount();
    await studio.drawWire(['Teacher', 'conv2d-1'], ['Attention transfer (AT)', 'teacher layer']);
    await expect.poll(() => studio.wireCount()).toBe(before + 1);
    // The wire begins at the port, which has left the list for the outputs.
    const begins = async (): Promise<number> => {
      const dot = await layer('conv2d-1').boundingBox();
      const wire = studio.canvas.locator('[data-testid^="rf__edge-"]').last().locator('path').first();
      const y = await wire.evaluate((it) => {
        const path = it as SVGPathElement;
        return path.getPointAtLength(0).matrixTransform(path.getScreenCTM() as DOMMatrix).y;
      });
      return Math.abs(y - ((dot?.y ?? 0) + (dot?.height ?? 0) / 2));
    };
    await expect.poll(begins).toBeLessThan(3);
    await studio.screenshot('layers');
    await toggle().click();
    await layer('conv2d-1').waitFor();
    expect(await layer('conv2d-2').count()).toBe(0);
    await studio.screenshot('layers folded');
    await studio.menu('undo');
    await expect.poll(() => studio.wireCount()).toBe(before);
    expect(await layer('conv2d-1').count()).toBe(0);
    await studio.menu('redo');
    await expect.poll(() => studio.wireCount()).toBe(before + 1);
  });

  test('are saved with the pipeline', async () => {
    await pickFile(studio.app, file);
    await studio.menu('save-as');
    await expect
      .poll(() => {
        try {
          return readFileSync(file, 'utf8');
        } catch {
          return '';
        }
      })
      .toContain('"layer:conv2d-1"');
  });
});
