import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../src/pipeline/text.ts';
import { compile } from '../../src/runtime/compile/compile.ts';
import { places } from '../../src/runtime/places.ts';
import { distillProgram, eventsOf } from './distill.ts';
import { STARTER } from './starter.ts';
import { temporaryFolders } from './temporary-folder.ts';

/*
 * The starter on colour images: CIFAR-10 for MNIST, and a ResNet for teacher and student. Set-up does not bring this
 * data set by itself, so the last of the tests needs `npm run data -- cifar-10`.
 */

const distill = distillProgram();
const folderOf = temporaryFolders();
const prepared = existsSync(join(places().data, 'cifar-10'));

function colourDocument(): string {
  const document = JSON.parse(readFileSync(STARTER, 'utf8').replaceAll('mnist', 'cifar-10')) as {
    nodes: Record<string, { type: string; params: Record<string, unknown> }>;
  };
  const change = (id: string, params: Record<string, unknown>, type?: string): void => {
    const node = document.nodes[id] ?? expect.fail(`there is no ${id}`);
    Object.assign(node, { params: type ? params : { ...node.params, ...params }, type: type ?? node.type });
  };
  change('teacher-network', { blocks: 1, width: 4 }, 'network.resnet');
  change('student-network', { blocks: 1, width: 2 }, 'network.resnet');
  change('cifar-10', { trainExamples: 256, testExamples: 100 });
  change('transform', { mean: 0.4734, deviation: 0.2516, shift: 4 });
  change('teacher', { epochs: 1 });
  change('trainer', { epochs: 1 });
  return JSON.stringify(document);
}

function colourFile(): string {
  const file = join(folderOf(), 'colour.json');
  writeFileSync(file, colourDocument());
  return file;
}

describe('a distillation of ResNets on CIFAR-10', () => {
  test('compiles: three channels go into both networks, ten classes come out', () => {
    const parsed = parseDocument(colourDocument());
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const compiled = compile(parsed.value);
    if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
    const { data, networks } = compiled.value.plan;
    expect(data).toMatchObject([{ set: 'cifar-10', shape: [32, 32, 3], classes: 10 }]);
    expect(networks.map((it) => it.input)).toEqual(networks.map(() => [32, 32, 3]));
  });

  test('says which command brings the data set, where it is not there', async () => {
    const { code, stdout } = await distill([colourFile()], { env: { POTSTILL_HOME: folderOf() } });
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /cifar-10\/train-images-idx4-ubyte is not there.*npm run data -- cifar-10\..*\[data-missing\]/,
    );
  });

  test.skipIf(!prepared)('trains teacher, student and the student alone, and measures them', async () => {
    const ended = await distill([colourFile(), '--out', folderOf(), '--json']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const events = eventsOf(ended);
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', how: 'done' });
    expect(events.filter((it) => it.kind === 'epoch')).toHaveLength(3);
    expect(events.filter((it) => it.kind === 'evaluation')).toHaveLength(3);
  });
});
