// npm run golden [-- --check]: compiles every template and writes its plan to test/golden/plans, or compares.
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { POTSTILL_GOLDEN_WRITE: _, ...env } = process.env;
if (!process.argv.includes('--check')) env.POTSTILL_GOLDEN_WRITE = '1';
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'unit', 'test/golden.test.ts'], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
