import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MOST_TAGS } from '../../src/plan/run-facts.ts';
import { renameRun, tagRun } from '../../src/runtime/change-run.ts';
import { RUN_FILE, readRunHead } from '../../src/runtime/run-file.ts';
import { createRun, listRuns, readRun, summaryOf } from '../../src/runtime/runs.ts';
import { newRun } from './starter.ts';
import { temporaryFolders } from './temporary-folder.ts';

const folderOf = temporaryFolders();
const textOf = (folder: string): string => readFileSync(join(folder, RUN_FILE), 'utf8');

describe('the tags of a run', () => {
  it('are kept in its record, and nothing else of it changes', async () => {
    const root = folderOf();
    const { folder, file } = await createRun(root, newRun());
    expect(await tagRun(folder, ['seed', 'night run'], [])).toEqual(['seed', 'night run']);
    expect((await readRun(folder)).file).toEqual({ ...file, tags: ['seed', 'night run'] });
    expect(await listRuns(root)).toMatchObject([{ tags: ['seed', 'night run'] }]);
    // In the small part that a list reads.
    expect((await readRunHead(folder)).tags).toEqual(['seed', 'night run']);
  });

  it('are given once, taken away, and leave no trace when none is left', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    const before = textOf(folder);
    await tagRun(folder, ['a', 'b'], []);
    expect(await tagRun(folder, ['b', 'c'], ['a', 'unknown'])).toEqual(['b', 'c']);
    expect(await tagRun(folder, [], ['b', 'c'])).toEqual([]);
    expect(JSON.parse(textOf(folder))).toEqual(JSON.parse(before));
    expect(textOf(folder)).not.toContain('"tags"');
  });

  it('are as many as its record holds: more are refused, and all that it has stay', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    const tags = Array.from({ length: MOST_TAGS }, (_, at) => `tag-${at}`);
    await tagRun(folder, tags, []);
    await expect(tagRun(folder, ['one more'], [])).rejects.toMatchObject({ problem: { code: 'run-tags' } });
    expect((await readRun(folder)).file.tags).toEqual(tags);
  });

  it('and its title are all kept where many are given at once', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    const tags = Array.from({ length: 20 }, (_, at) => `tag-${at}`);
    await Promise.all([...tags.map((it) => tagRun(folder, [it], [])), renameRun(folder, 'Better')]);
    const { file } = await readRun(folder);
    expect(file.title).toBe('Better');
    expect(file.tags).toEqual(tags);
  });

  it('go on being given after one that could not be', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    const whole = textOf(folder);
    writeFileSync(join(folder, RUN_FILE), 'no record');
    const failed = tagRun(folder, ['a'], []);
    await expect(failed).rejects.toMatchObject({ problem: { code: 'run-unreadable' } });
    expect(textOf(folder)).toBe('no record');
    writeFileSync(join(folder, RUN_FILE), whole);
    expect(await tagRun(folder, ['b'], [])).toEqual(['b']);
  });
});

describe('a run from before there were tags, or with others than there are', () => {
  it('opens without any', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    expect(textOf(folder)).not.toContain('"tags"');
    expect(await summaryOf(folder)).toMatchObject({ tags: [] });
  });

  it.each(['7', '[1]', '["a,b"]', '[""]', `["${'x'.repeat(41)}"]`])(
    'opens all the same: %s',
    async (tags) => {
      const { folder } = await createRun(folderOf(), newRun('Odd'));
      writeFileSync(join(folder, RUN_FILE), textOf(folder).replace('{', `{"tags":${tags},`));
      expect(await summaryOf(folder)).toMatchObject({ title: 'Odd', tags: [], state: 'stopped' });
      expect((await readRun(folder)).file.title).toBe('Odd');
    },
  );
});
