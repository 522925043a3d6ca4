import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { leeNet } from '../../../src/nodes/network/lee-net/node.ts';
import { networkShape } from '../../../src/plan/layers.ts';
import type { Output } from '../../../src/plan/plan.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { layersOf } from '../../nodes/layers-of.ts';
import { BACKENDS } from './backends.ts';
import { adam, mlpLayers, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';

const evaluation = (of: string): Output => ({
  id: 'output-1',
  kind: 'evaluation',
  network: of,
  source: 'source-1',
  part: 'test',
  teacher: null,
});

describe.each(BACKENDS)('%s', (_, { kind, engineFolder }) => {
  const data = source();
  const layers = layersOf(leeNet, { selectFrom: 0.5, width: 0.5 }, [8, 8, 1]);

  test('a LeeNet is saved without its masked channels, and answers as it did with them', async () => {
    const first = plan(
      data,
      [network('network-1', layers)],
      [stage(data, { student: 'network-1', epochs: 2, batch: 16, optimizer: adam(0.01) })],
      [evaluation('network-1'), { id: 'output-2', kind: 'saved-model', network: 'network-1', name: 'small' }],
      kind,
    );
    const trained = await runHere(first, { engineFolder });
    const [answered] = trained.of('evaluation');
    const said = answered?.confusion[0]?.map((_, at) => answered.confusion.some((row) => row[at] !== 0));
    expect(said?.filter(Boolean).length).toBeGreaterThan(1);
    const path = join(trained.folder, trained.of('saved-model')[0]?.file ?? '');
    const { weights, ...small } = await readModel(path);
    const left = networkShape(small.layers, small.input);
    const whole = networkShape(layers, small.input);
    expect(left.layers.get('key-features')?.output).toEqual([2, 2, 4]);
    expect(answered?.pruned).toEqual({
      parameters: left.parameters,
      multiplyAdds: left.multiplyAdds,
      from: { parameters: whole.parameters, multiplyAdds: whole.multiplyAdds },
    });
    expect(answered?.bytes).toBe(trained.of('saved-model')[0]?.bytes);
    expect([...weights.values()].reduce((sum, it) => sum + it.length, 0)).toBe(left.parameters);

    const sha256 = trained.of('saved-model')[0]?.sha256 ?? '';
    const teacher = network('network-2', small.layers, {
      role: 'teacher',
      start: { kind: 'saved', sha256, name: 'small.safetensors' },
    });
    const second = plan(
      data,
      [network('network-1', mlpLayers(4)), teacher],
      [stage(data, { student: 'network-1', teacher: 'network-2' })],
      [evaluation('network-2')],
      kind,
    );
    const taught = await runHere(second, { engineFolder, models: { [sha256]: path } });
    const [again] = taught.of('evaluation');
    expect(again?.confusion).toEqual(answered?.confusion);
    expect(again?.pruned).toBe(null);
    expect(Math.abs((again?.measured.loss ?? 9) - (answered?.measured.loss ?? 0))).toBeLessThan(1e-5);
  });

  test('one that masks nothing is saved whole', async () => {
    const whole = layersOf(leeNet, { keep: 1, width: 0.5 }, [8, 8, 1]);
    const only = plan(
      data,
      [network('network-1', whole)],
      [stage(data, { student: 'network-1', epochs: 1 })],
      [evaluation('network-1'), { id: 'output-2', kind: 'saved-model', network: 'network-1', name: 'whole' }],
      kind,
    );
    const trained = await runHere(only, { engineFolder });
    expect(trained.of('evaluation')[0]?.pruned).toBe(null);
    const saved = await readModel(join(trained.folder, trained.of('saved-model')[0]?.file ?? ''));
    expect(saved.layers).toEqual(whole);
  });
});
