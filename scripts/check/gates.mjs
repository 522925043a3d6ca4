import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundles } from './bundles.mjs';
import { generate } from './generated.mjs';
import { refusedNames } from './names.mjs';
import { size } from './size.mjs';
import { ROOT } from './source-files.mjs';

/** @typedef {import('./run-gates.mjs').Gate} Gate */
/** @typedef {import('./run-gates.mjs').Outcome} Outcome */

/**
 * Runs a package's own program with this Node; its output is the failure.
 *
 * @param {string} program path of a script
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
function runNode(program, args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
    });
    child.stderr.on('data', (part) => {
      output += part;
    });
    child.once('error', (error) => done({ failures: [error.message] }));
    child.once('close', (code, signal) =>
      done({ failures: code === 0 ? [] : [output.trim() || `${program} ended with ${signal ?? code}`] }),
    );
  });
}

/** @param {string} path of a program below node_modules */
const installed = (path) => join(ROOT, 'node_modules', path);

const biome = () => installed('@biomejs/biome/bin/biome');
const ours = (/** @type {string} */ name) => join(ROOT, 'scripts/check', name);

/**
 * Every gate. What `npm test` asks and what CI asks is this list and nothing else.
 *
 * @param {{ fix: boolean }} how write what can be written
 * @returns {{ first: Gate[], beside: Gate[] }}
 */
export function gates({ fix }) {
  return {
    first: [
      {
        name: 'generated lists are fresh',
        run: () => {
          const stale = generate({ write: fix });
          return fix
            ? { failures: [], report: stale.map((it) => `written: ${it}`) }
            : { failures: stale.map((it) => `${it} is stale: npm run fix`) };
        },
      },
      ...(fix
        ? [
            {
              name: 'format (written)',
              run: () => runNode(biome(), ['check', '--write', '--error-on-warnings']),
            },
          ]
        : []),
    ],
    beside: [
      {
        name: 'types and room fences',
        run: () => runNode(installed('typescript/bin/tsc'), ['-b', '--pretty', 'false']),
      },
      { name: 'promises', run: () => runNode(ours('promises-gate.mjs'), []) },
      ...(fix
        ? []
        : [{ name: 'format and lint', run: () => runNode(biome(), ['check', '--error-on-warnings']) }]),
      {
        name: 'unused code',
        run: () =>
          runNode(installed('knip/bin/knip.js'), ['--no-progress', '--treat-config-hints-as-errors']),
      },
      {
        name: 'layer rule',
        run: () =>
          runNode(installed('dependency-cruiser/bin/dependency-cruise.mjs'), [
            '--config',
            'scripts/check/import-rules.cjs',
            'src',
            'electron',
            'renderer',
          ]),
      },
      { name: 'size', run: size },
      { name: 'no registry, no machine', run: () => ({ failures: refusedNames() }) },
      { name: 'built bundles', run: bundles },
    ],
  };
}
