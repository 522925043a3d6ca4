import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { Studio } from './studio.ts';

const LOSS = 'Feature distance';

describe('what one press mends', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open({ person });
    await studio.openTemplate('Tempered softmax on MNIST');
    await studio.addNode(LOSS);
    await studio.dragNode(LOSS, { x: 0, y: 180 });
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const toggleLayers = (node: string): Promise<void> =>
    studio
      .node(node)
      .getByRole('button', { name: new RegExp(`^\\d+ layers of ${node}$`) })
      .click();
  const insert = () => studio.button('Insert a projector');
  const projector = () => studio.node('Projector');

  test('a wire between layers of two shapes offers a projector where it was let go of', async () => {
    const before = await studio.wireCount();
    await toggleLayers('Student');
    await studio.drawWire(['Student', 'dense-1'], [LOSS, 'student layer']);
    await expect.poll(() => studio.wireCount()).toBe(before + 1);
    await toggleLayers('Student');
    await toggleLayers('Teacher');
    await studio.drawWire(['Teacher', 'dense-1'], [LOSS, 'teacher layer']);
    await studio.canvas.getByRole('status').getByRole('button', { name: 'Insert a projector' }).waitFor();
    await studio.screenshot('projector offered on a dropped wire');
    expect(await studio.wireCount()).toBe(before + 1);
    await studio.canvas.getByRole('status').getByRole('button', { name: 'Insert a projector' }).click();
    await projector().waitFor();
    await expect.poll(() => studio.wireCount()).toBe(before + 4);
    await studio.screenshot('projector inserted');
    await studio.menu('undo');
    await projector().waitFor({ state: 'detached' });
    await expect.poll(() => studio.wireCount()).toBe(before + 1);
  });

  test('a node that is not right offers it in its form and in the list of problems, and to keys', async () => {
    await studio.menu('redo');
    await projector().waitFor();
    // The wire that leads through the projector is all that keeps the shapes apart.
    await studio.selectNode('Projector');
    await studio.menu('delete');
    await projector().waitFor({ state: 'detached' });
    await toggleLayers('Teacher');
    await toggleLayers('Student');
    const before = await studio.wireCount();
    await studio.drawWire(['Student', 'dense-1'], [LOSS, 'student layer']);
    await expect.poll(() => studio.wireCount()).toBe(before + 1);
    await studio.page.keyboard.press('Escape');
    await studio.selectNode(LOSS);
    await studio.inspector.getByRole('button', { name: 'Insert a projector' }).waitFor();
    await studio.screenshot('projector offered in the form');
    await studio.button(/^\d+ (problem|warning)/).click();
    await studio.page
      .getByRole('dialog', { name: 'Problems' })
      .getByRole('button', { name: 'Insert a projector' })
      .waitFor();
    await studio.screenshot('projector offered in the list of problems');
    await studio.page.keyboard.press('Escape');
    await studio.page.keyboard.press('Shift+F8');
    await projector().waitFor();
    await expect.poll(() => studio.wireCount()).toBe(before + 3);
    expect(await insert().count()).toBe(0);
    expect(await projector().getAttribute('aria-label')).toBe('Projector');
  });
});
