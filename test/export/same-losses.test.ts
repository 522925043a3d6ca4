import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cache, checkout } from '../../scripts/setup/places.mjs';
import type { Document } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/text.ts';
import { definitions } from '../../src/runtime/compile/compile.ts';
import { places } from '../../src/runtime/places.ts';
import { template } from '../runtime/compile/templates.ts';
import { distillProgram, eventsOf } from '../runtime/distill.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { scriptOf } from './scripts.ts';

/*
 * A pipeline and its script, both trained: the same losses step by step. Needs the PyTorch that the bench of speed brings
 * (npm run bench -- speed); a slow proof, for npm run test:full.
 */

const python = join(cache, 'bench', 'torch', 'bin', 'python');
const distill = distillProgram();
const folderOf = temporaryFolders();
const STEPS = 30;

/** A slice of the data, once. */
function small(name: string): Document {
  const document = template(name);
  const wished = { trainExamples: 2000, testExamples: 500, epochs: 1 };
  const nodes = Object.entries(document.nodes).map(([id, node]) => {
    let params = node.params;
    for (const [param, value] of Object.entries(wished)) {
      const next = { ...params, [param]: value };
      if (definitions.get(node.type)?.params.safeParse(next).success) params = next;
    }
    return [id, { ...node, params }];
  });
  return { ...document, nodes: Object.fromEntries(nodes) };
}

describe.runIf(process.env.POTSTILL_FULL && existsSync(python))('a script of PyTorch', () => {
  test.each([
    'tempered-softmax-mnist',
    'student-alone-mnist',
    'rkd-mnist',
    'mim-fashion-mnist',
    'mutual-learning-fashion-mnist',
    'sys-mt-mnist-fashion',
    'teacher-assistant-student-mnist',
  ])('has the losses of %s', { timeout: 600_000 }, async (name) => {
    const folder = folderOf();
    const document = small(name);
    const file = join(folder, 'pipeline.json');
    const script = join(folder, 'pipeline.py');
    writeFileSync(file, formatDocument(document));
    const written = scriptOf(document);
    if (!written.ok) throw new Error(JSON.stringify(written.problem));
    writeFileSync(script, written.value);
    const ran = spawnSync(
      python,
      ['-W', 'ignore', script, '--data', places().data, '--out', folder, '--device', 'cpu', '--log'],
      { encoding: 'utf8', cwd: checkout, env: { ...process.env, OMP_NUM_THREADS: '1' }, maxBuffer: 2 ** 28 },
    );
    expect(ran.stderr).toBe('');
    const theirs = new Map<string, number[]>();
    for (const line of ran.stdout.split('\n').filter((it) => it.startsWith('{'))) {
      const { stage, loss } = JSON.parse(line) as { stage: string; loss: number };
      theirs.set(stage, [...(theirs.get(stage) ?? []), loss]);
    }
    const ours = new Map<string, number[]>();
    const ended = await distill([file, '--out', join(folder, 'runs'), '--json']);
    expect(ended.code).toBe(0);
    for (const event of eventsOf(ended))
      if (event.kind === 'metrics')
        ours.set(event.stage, [
          ...(ours.get(event.stage) ?? []),
          ...(event.columns.loss ?? []).map((it) => it ?? Number.NaN),
        ]);
    expect([...theirs.keys()]).toEqual([...ours.keys()]);
    for (const [stage, losses] of ours) {
      const other = theirs.get(stage) ?? [];
      expect(other).toHaveLength(losses.length);
      // Roundings grow from step to step, and a frozen teacher that came of thousands of them is a little another one.
      const most = (step: number): number => (stage !== 'stage-1' ? 3e-2 : step <= 10 ? 1e-3 : 1e-2);
      losses.slice(0, STEPS).forEach((loss, at) => {
        const apart = Math.abs(loss - (other[at] ?? Number.NaN)) / Math.max(Math.abs(loss), 0.1);
        expect(apart, `${stage}, step ${at + 1}: ${loss} and ${other[at]}`).toBeLessThan(most(at + 1));
      });
    }
  });
});
