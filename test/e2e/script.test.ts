import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pickFile } from './launch-app.ts';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
});
afterAll(() => studio?.close());

describe('a pipeline as a script of PyTorch', () => {
  it('is written where the person says', async () => {
    await studio.openTemplate('Tempered softmax on MNIST');
    const file = join(studio.person.documents, 'starter.py');
    await pickFile(studio.app, file);
    await studio.menu('export-python');
    await studio.page.getByText('starter.py trains the same by PyTorch alone.').waitFor();
    expect(readFileSync(file, 'utf8')).toContain('class Teacher(Network):');
    await studio.screenshot('script-saved');
  });

  it('is refused in words where something has no Python yet', async () => {
    await studio.menu('gallery');
    await studio.openTemplate('MIM');
    await studio.menu('gallery');
    await studio.openTemplate('Net2Net');
    const file = join(studio.person.documents, 'grown.py');
    await pickFile(studio.app, file);
    await studio.menu('export-python');
    await studio.page.getByText('cannot be written as a PyTorch script yet').waitFor();
    await studio.screenshot('script-refused');
    expect(existsSync(file)).toBe(false);
  });
});
