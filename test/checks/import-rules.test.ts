import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Each breaks the layer rule once: file, what it imports, the rule that must say so. */
const breaches: readonly [file: string, imports: string, rule: string][] = [
  ['src/pipeline/one.ts', '../plan/leaf.ts', 'pipeline-imports'],
  ['src/pipeline/two.ts', 'node:fs', 'pipeline-imports'],
  ['src/plan/one.ts', '../nodes/leaf.ts', 'plan-imports'],
  ['src/plan/two.ts', '@tensorflow/tfjs', 'plan-types-only'],
  ['src/nodes/loss/one/node.ts', '@tensorflow/tfjs', 'nodes-types-only'],
  ['src/nodes/loss/one/op.ts', '../../../pipeline/leaf.ts', 'op-is-arithmetic'],
  ['src/runtime/compile/one.ts', 'node:path', 'compile-imports'],
  ['src/runtime/compile/two.ts', '../leaf.ts', 'compile-imports'],
  ['src/runtime/engine/one.ts', '../compile/leaf.ts', 'engine-imports'],
  ['src/runtime/engine/two.ts', '../../nodes/loss/one/node.ts', 'engine-imports'],
  ['src/runtime/engine/three.ts', '../../pipeline/leaf.ts', 'engine-imports'],
  ['src/runtime/engine/four.ts', '../supervisor.ts', 'engine-imports'],
  ['src/runtime/one.ts', './engine/leaf.ts', 'runtime-imports'],
  ['src/runtime/two.ts', '../nodes/leaf.ts', 'runtime-imports'],
  ['electron/one.ts', '../src/runtime/engine/leaf.ts', 'electron-imports'],
  ['electron/two.ts', '../renderer/leaf.ts', 'electron-imports'],
  ['electron/preload.ts', './leaf.ts', 'preload-imports'],
  ['renderer/one.ts', '../electron/leaf.ts', 'renderer-imports'],
  ['renderer/two.ts', '../src/runtime/leaf.ts', 'renderer-imports'],
  ['renderer/three.ts', 'node:fs', 'renderer-imports'],
  ['renderer/four.ts', './no-such-file.ts', 'resolved'],
];
const leaves = [
  'src/pipeline',
  'src/plan',
  'src/nodes',
  'src/runtime',
  'src/runtime/compile',
  'src/runtime/engine',
  'electron',
  'renderer',
];

type Cruise = { summary: { violations: { from: string; rule: { name: string } }[] } };

describe('the layer rule', () => {
  const folder = mkdtempSync(join(tmpdir(), 'potstill-layers-'));
  let violations: Cruise['summary']['violations'] = [];

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  beforeAll(() => {
    for (const room of leaves) write(`${room}/leaf.ts`, 'export const leaf = 1;\n');
    write('src/runtime/supervisor.ts', 'export const supervisor = 1;\n');
    for (const [file, imports] of breaches)
      write(file, `import * as it from '${imports}';\nexport const used = it;\n`);
    write(
      'src/plan/allowed.ts',
      "import type * as tf from '@tensorflow/tfjs';\nexport type Tensor = tf.Tensor;\n",
    );
    write(
      'src/plan/round.ts',
      "import { about } from './about.ts';\nexport const round = (): unknown => about;\n",
    );
    write('src/plan/about.ts', "import { round } from './round.ts';\nexport const about = round;\n");
    write(
      'tsconfig.base.json',
      '{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }',
    );
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const rules = join(root, 'scripts/check/import-rules.cjs');
    const output = execFileSync(
      process.execPath,
      [
        program,
        '--config',
        rules,
        '--preserve-symlinks',
        '--output-type',
        'json',
        'src',
        'electron',
        'renderer',
      ],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    violations = (JSON.parse(output) as Cruise).summary.violations;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(breaches)('%s may not import %s', (file, _, rule) => {
    expect(violations.filter((it) => it.from === file).map((it) => it.rule.name)).toContain(rule);
  });

  test('types of TensorFlow are allowed where its code is not', () => {
    expect(violations.filter((it) => it.from === 'src/plan/allowed.ts')).toEqual([]);
  });

  test('a circle is found', () => {
    expect(violations.some((it) => it.rule.name === 'no-circle')).toBe(true);
  });

  test('nothing else is refused', () => {
    const files = [...breaches.map(([file]) => file), 'src/plan/round.ts', 'src/plan/about.ts'];
    expect(violations.filter((it) => !files.includes(it.from))).toEqual([]);
  });
});
