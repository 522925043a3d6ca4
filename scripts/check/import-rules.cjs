// The layer rule of docs/engineering.md, for dependency-cruiser. What a room does not list, it may not import;
// types count as imports.

const PIPELINE = '^src/pipeline/';
const PLAN = '^src/plan/';
const NODES = '^src/nodes/';
/** What several ops compute alike. */
const ARITHMETIC = '^src/nodes/arithmetic/';
/** Writes plans as programs. */
const EXPORT = '^src/export/';
/** Sends runs to a server of the person's own. */
const MLFLOW = '^src/runtime/mlflow/';
const COMPILE = '^src/runtime/compile/';
const npm = (...names) => `^node_modules/(${names.join('|')})/`;

/** Everything from `from` to other than `may` is refused; `types` may be imported for their types alone. */
function room(name, from, may, { notFrom, builtins = false, types } = {}) {
  const source = { path: from, ...(notFrom && { pathNot: notFrom }) };
  const allowed = [...may, ...(types ? [types] : [])];
  const comment = `${name} may import only what the layer rule of docs/engineering.md lists.`;
  return [
    {
      name: `${name}-imports`,
      comment,
      severity: 'error',
      from: source,
      to: { pathNot: allowed, ...(builtins && { dependencyTypesNot: ['core'] }) },
    },
    ...(types
      ? [
          {
            name: `${name}-types-only`,
            comment: `${name} knows TensorFlow as types alone; only the engine loads it.`,
            severity: 'error',
            from: source,
            to: { path: types, dependencyTypesNot: ['type-only'] },
          },
        ]
      : []),
  ];
}

const TENSORFLOW = npm('@tensorflow');
const BESIDE_ENGINE = '^src/runtime/[a-z0-9-]+(\\.d)?\\.ts$';
/** Of these, what touches files and messages, and knows no document. */
const ENGINE_HELPERS = '^src/runtime/(?!cli|supervisor)[a-z0-9-]+(\\.d)?\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'No file imports itself by way of others.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolved',
      comment: 'Every import is found.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    ...room('pipeline', PIPELINE, [PIPELINE, npm('zod')]),
    ...room('plan', PLAN, [PLAN, PIPELINE, npm('zod', '@noble/hashes')], { types: TENSORFLOW }),
    ...room('nodes', NODES, [NODES, PLAN, PIPELINE, npm('zod')], { types: TENSORFLOW }),
    {
      name: 'op-is-arithmetic',
      comment: 'An op is loaded by the engine, so it may know no node and no document.',
      severity: 'error',
      from: { path: '^src/nodes/.*/op\\.ts$' },
      to: { pathNot: ['/op\\.ts$', ARITHMETIC, PLAN, npm('zod'), TENSORFLOW] },
    },
    {
      name: 'arithmetic-of-ops',
      comment: 'What several ops share is loaded by the engine as they are.',
      severity: 'error',
      from: { path: ARITHMETIC },
      to: { pathNot: [ARITHMETIC, PLAN, npm('zod'), TENSORFLOW] },
    },
    ...room('compile', COMPILE, [COMPILE, NODES, PLAN, PIPELINE, npm('zod')]),
    ...room(
      'engine',
      '^src/runtime/engine/',
      [
        '^src/runtime/engine/',
        PLAN,
        ENGINE_HELPERS,
        '^src/nodes/operations\\.gen\\.ts$',
        '^src/pipeline/problem\\.ts$',
        npm('zod', '@tensorflow', 'pure-rand'),
      ],
      { builtins: true },
    ),
    ...room(
      'runtime',
      BESIDE_ENGINE,
      [BESIDE_ENGINE, PLAN, '^src/pipeline/problem\\.ts$', npm('zod', 'crc-32', '@noble/hashes')],
      { notFrom: '^src/runtime/cli', builtins: true },
    ),
    ...room('export', EXPORT, [EXPORT, '^src/nodes/torch\\.gen\\.ts$', PLAN, PIPELINE]),
    ...room('mlflow', MLFLOW, [MLFLOW, BESIDE_ENGINE, PLAN, PIPELINE, npm('zod')], { builtins: true }),
    ...room(
      'cli',
      '^src/runtime/cli',
      [
        BESIDE_ENGINE,
        EXPORT,
        MLFLOW,
        '^src/runtime/cli/',
        COMPILE,
        NODES,
        PLAN,
        PIPELINE,
        npm('zod', 'cli-progress', '@types/cli-progress'),
      ],
      { builtins: true },
    ),
    ...room(
      'electron',
      '^electron/',
      ['^electron/', '^electron$', npm('electron', 'zod', '@noble/hashes'), '^src/(?!runtime/engine/)'],
      { notFrom: '^electron/preload\\.ts$', builtins: true },
    ),
    ...room('preload', '^electron/preload\\.ts$', [
      '^electron/contract\\.ts$',
      '^electron$',
      npm('electron'),
    ]),
    ...room('renderer', '^renderer/', [
      '^renderer/',
      NODES,
      PLAN,
      PIPELINE,
      '^electron/contract\\.ts$',
      npm(
        'react',
        'react-dom',
        '@types/react',
        '@types/react-dom',
        '@dagrejs/dagre',
        '@xyflow/react',
        'crc-32',
        'zustand',
        'uplot',
        'zod',
      ),
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
