import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { planOfUnit, workUnits } from '../../src/plan/work-units.ts';
import { inTurns } from '../runtime/engine/multi-task-plans.ts';
import { twoTasks } from '../runtime/engine/plans.ts';

const cut = (plan: Plan) => workUnits(plan).map((it) => ({ ...it, needs: Object.fromEntries(it.needs) }));
const alone = (id: string, stage: string) => ({ id, stages: [stage], needs: {}, outputs: [] });

describe('a plan that several machines share', () => {
  test('is cut where stages do not go on from each other alone; what takes several units comes last', () => {
    expect(cut(twoTasks())).toEqual([
      alone('unit-1', 'stage-1'),
      alone('unit-2', 'stage-2'),
      {
        id: 'unit-3',
        stages: ['stage-3', 'stage-9'],
        needs: { 'network-1': 'unit-1', 'network-2': 'unit-2' },
        outputs: ['output-3', 'output-8', 'output-1'],
      },
      alone('unit-4', 'stage-4'),
      alone('unit-5', 'stage-5'),
      {
        id: 'unit-6',
        stages: ['stage-6', 'stage-8'],
        needs: { 'network-4': 'unit-4', 'network-5': 'unit-5' },
        outputs: ['output-6', 'output-2'],
      },
      alone('unit-7', 'stage-7'),
      {
        id: 'unit-8',
        stages: [],
        needs: { 'network-7': 'unit-7', 'network-5': 'unit-5' },
        outputs: ['output-7'],
      },
    ]);
  });

  test('is cut alike whatever its models are called', () => {
    const plan = twoTasks();
    const outputs = plan.outputs.map((it) => (it.kind === 'saved-model' ? { ...it, name: 'network-7' } : it));
    expect(cut({ ...plan, outputs })).toEqual(cut(plan));
  });
});

describe('a network that begins from another', () => {
  const plan = twoTasks();
  const start = { kind: 'derived' as const, op: 'start.copy', args: {}, from: ['network-1'], stream: 'own' };
  const derived = {
    ...plan,
    networks: plan.networks.map((it) => (it.id === 'network-8' ? { ...it, start } : it)),
  };
  const unit = workUnits(derived).find((it) => it.stages.includes('stage-9')) ?? expect.fail();

  test('waits for that one, and for what teaches it', () => {
    expect(unit.stages).toEqual(['stage-9']);
    expect(Object.fromEntries(unit.needs)).toEqual({ 'network-1': 'unit-1', 'network-3': 'unit-3' });
  });

  test('finds what others trained as saved models, each with the stream that it had', () => {
    const of = planOfUnit(
      derived,
      unit,
      new Map([
        ['network-1', 'a'],
        ['network-3', 'b'],
      ]),
    );
    expect(of.networks.map((it) => [it.id, it.start])).toEqual([
      ['network-1', { kind: 'saved', sha256: 'a', name: 'network-1', stream: 'weights-network-1' }],
      ['network-3', { kind: 'saved', sha256: 'b', name: 'network-3', stream: 'weights-network-3' }],
      ['network-8', start],
    ]);
    expect(of.outputs.map((it) => it.id)).toEqual(['output-8']);
    expect(of.data).toEqual(plan.data);
  });
});

test('a network that shares a trunk takes the whole of it along to where the other one is not', () => {
  const turns = inTurns('cpu');
  const output: Plan['outputs'][number] = {
    id: 'output-9',
    kind: 'evaluation',
    network: 'network-2',
    source: 'source-2',
    part: 'test',
    teacher: null,
  };
  const plan = { ...turns, outputs: [output] };
  const [whole] = workUnits(plan);
  expect(planOfUnit(plan, whole ?? expect.fail(), new Map())).toEqual(plan);
  const alone = {
    id: 'unit-2',
    stages: [],
    needs: new Map([['network-2', 'unit-1']]),
    outputs: ['output-9'],
  };
  const { networks, data } = planOfUnit(plan, alone, new Map([['network-2', 'a']]));
  expect(networks.map(({ id, shares, start }) => [id, shares, start.kind])).toEqual([
    ['network-2', undefined, 'saved'],
  ]);
  expect(data.map((it) => it.id)).toEqual(['source-2']);
});
