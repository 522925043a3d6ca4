import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CLASSES } from './patterns.ts';
import { adam, chain, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';

test('a system is measured where a network can read a task, and its file names a model for each', async () => {
  const data = source();
  const more = source({ id: 'source-2', counts: { train: 60, validation: 0, test: 32 } });
  const layers = (units: number) => chain([{ kind: 'flatten' }, { kind: 'dense', units }]);
  const tasks = [
    { network: 'network-1', source: 'source-1' },
    { network: 'network-2', source: 'source-1' },
    { network: 'network-1', source: 'source-2' },
  ];
  const whole = plan(
    data,
    [
      network('network-1', layers(CLASSES)),
      network('network-2', layers(CLASSES + 1), { classes: CLASSES + 1 }),
    ],
    [
      stage(data, { id: 'stage-1', student: 'network-1', epochs: 8, batch: 8, optimizer: adam(0.02) }),
      stage(data, { id: 'stage-2', student: 'network-2', epochs: 1 }),
    ],
    [{ id: 'output-1', kind: 'router', name: 'both', part: 'test', tasks }],
  );
  const told = await runHere({ ...whole, data: [data, more] });
  expect(told.ending).toMatchObject({ how: 'done' });
  const [system] = told.of('router');
  expect(system?.accuracy.map((row) => row.map((it) => it !== null))).toEqual([
    [true, true, true],
    [false, false, false],
    [true, true, true],
  ]);
  expect(system?.accuracy[0]).toEqual(system?.accuracy[2]);
  expect(system?.accuracy[0]?.[0]).toBeGreaterThan(0.5);
  // The network of two tasks is saved once.
  expect(new Set(system?.tasks.map((it) => it.model))).toEqual(
    new Set(['model/both-1.safetensors', 'model/both-2.safetensors']),
  );
  const written = JSON.parse(readFileSync(join(told.folder, 'model', 'both.json'), 'utf8'));
  expect(written.routes.map((it: { model: string }) => it.model)).toEqual([
    'both-1.safetensors',
    'both-2.safetensors',
    'both-1.safetensors',
  ]);
});
