import { copyFileSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileText, nameOf } from '../../electron/compile-text.ts';
import { PickedModels } from '../../electron/picked-models.ts';
import { formatDocument } from '../../src/pipeline/text.ts';
import { writeModel } from '../../src/runtime/model-file.ts';
import { starter } from '../runtime/starter.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { problemOf } from './problem-of.ts';

const folderOf = temporaryFolders();

/** A folder with a saved teacher, and a pipeline that names it. */
async function makeDesk() {
  const folder = folderOf();
  mkdirSync(join(folder, 'models'));
  const path = join(folder, 'models', 'teacher.safetensors');
  const { sha256 } = await writeModel(path, {
    input: [28, 28, 1],
    classes: 10,
    layers: [
      { id: 'flat', from: ['input'], kind: 'flatten' },
      { id: 'logits', from: ['flat'], kind: 'dense', units: 10 },
    ],
    weights: new Map([
      ['logits/kernel', new Float32Array(7840)],
      ['logits/bias', new Float32Array(10)],
    ]),
  });
  const { document } = starter();
  const teacher = document.nodes.teacher;
  if (!teacher) throw new Error('The starter has a teacher.');
  const params = {
    weights: 'file',
    file: { name: 'teacher.safetensors', sha256, input: [28, 28, 1], classes: 10 },
  };
  const nodes = { ...document.nodes, teacher: { ...teacher, params } };
  const wires = Object.fromEntries(
    Object.entries(document.wires).filter(([, it]) => it.to.node !== 'teacher' || it.to.port === 'data'),
  );
  const text = formatDocument({ ...document, nodes, wires });
  const models = await PickedModels.open(join(folder, 'state'), join(folder, 'imported'));
  const compiled = async (at: string | undefined, of = models) => {
    const result = await compileText(text, at, of);
    return result.ok ? Object.values(result.paths) : result.problems.map((it) => it.code);
  };
  return { folder, path, sha256, models, compiled };
}

describe('a saved model that a pipeline names', () => {
  it('is found beside the document', async () => {
    const { folder, path, compiled } = await makeDesk();
    expect(await compiled(join(folder, 'models', 'pipeline.json'))).toEqual([path]);
  });

  it('is found where the person picked it once, over restarts too', async () => {
    const { folder, path, sha256, models, compiled } = await makeDesk();
    expect(await compiled(undefined)).toEqual(['model-missing']);
    expect(await models.pick(path)).toMatchObject({ sha256, input: [28, 28, 1], classes: 10 });
    expect(await compiled(undefined)).toEqual([path]);
    expect(
      await compiled(
        join(folder, 'pipeline.json'),
        await PickedModels.open(join(folder, 'state'), join(folder, 'imported')),
      ),
    ).toEqual([path]);
  });

  it('is found among the encoders that were imported, by its name and content', async () => {
    const { folder, path, compiled } = await makeDesk();
    mkdirSync(join(folder, 'imported'));
    const imported = join(folder, 'imported', 'teacher.safetensors');
    copyFileSync(path, imported);
    expect(await compiled(undefined)).toEqual([imported]);
    expect(await compiled(join(folder, 'pipeline.json'))).toEqual([imported]);
    writeFileSync(imported, 'another content');
    expect(await compiled(undefined)).toEqual(['model-missing']);
  });

  it('is not looked for anywhere else', async () => {
    const { folder, compiled, path } = await makeDesk();
    expect(await compiled(join(folder, 'pipeline.json'))).toEqual(['model-missing']);
    // A link beside the document could lead anywhere.
    symlinkSync(path, join(folder, 'teacher.safetensors'));
    expect(await compiled(join(folder, 'pipeline.json'))).toEqual(['model-missing']);
  });

  it('is not taken for another one that lies by its name', async () => {
    const { folder, path, models, compiled } = await makeDesk();
    await models.pick(path);
    writeFileSync(path, 'another content');
    expect(await compiled(join(folder, 'models', 'pipeline.json'))).toEqual(['model-missing']);
  });

  it('is found where it was picked last, after it was moved', async () => {
    const { folder, path, models, compiled } = await makeDesk();
    await models.pick(path);
    const moved = join(folder, 'moved.safetensors');
    renameSync(path, moved);
    expect(await compiled(undefined)).toEqual(['model-missing']);
    await models.pick(moved);
    expect(await compiled(undefined)).toEqual([moved]);
  });

  it('is refused in being picked where it is none of ours', async () => {
    const { folder, models, path } = await makeDesk();
    const other = join(folder, 'other.safetensors');
    for (const content of ['', 'PK\u0003\u0004', '\u0080\u0004pickle']) {
      writeFileSync(other, content);
      expect((await problemOf(models.pick(other))).code).toMatch(/^(model|safetensors)-/);
    }
    copyFileSync(path, other);
    expect(await models.pick(other)).toMatchObject({ classes: 10 });
  });
});

describe('a pipeline’s text', () => {
  it('becomes a plan, whose parts are called as the nodes are', async () => {
    const { document } = starter();
    const models = await PickedModels.open(folderOf(), folderOf());
    const result = await compileText(formatDocument(document), undefined, models);
    if (!result.ok) throw new Error(result.problems[0]?.message);
    expect(result.compiled.hash).toBe(starter().compiled.hash);
    const [stage] = result.compiled.plan.stages;
    expect(nameOf(document, result.compiled.origin, stage?.id ?? '')).toMatch(/\w/);
    expect(nameOf(document, result.compiled.origin, 'nothing')).toBe('nothing');
  });

  it.each([
    ['', 'document-json'],
    ['{"half": ', 'document-json'],
    ['{}', 'document-foreign'],
    ['{"potstill": 999}', 'document-newer'],
    ['{"__proto__": {}}', 'document-key'],
  ])('%j is refused with its reason', async (text, code) => {
    const result = await compileText(text, undefined, await PickedModels.open(folderOf(), folderOf()));
    expect(result).toMatchObject({ ok: false, problems: [{ code }] });
  });
});
