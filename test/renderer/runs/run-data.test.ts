import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../electron/contract.ts';
import { ingest, openRun, type RunData, withSummary } from '../../../renderer/runs/run-data.ts';
import type { EngineEvent } from '../../../src/plan/events.ts';
import {
  began,
  evaluation,
  metrics,
  profile,
  recordOf,
  stage,
  stamped,
  starterRun,
  summaryOf,
  usage,
} from './record.ts';

const losses = ({ curves }: RunData, id = 'stage-1'): number[] => {
  const column = curves.get(id)?.column('loss');
  return Array.from({ length: column?.length ?? 0 }, (_, at) => column?.at(at) ?? Number.NaN);
};
const saying = (state: 'preparing' | 'running' | 'paused' | 'finishing', text = ''): EngineEvent => ({
  kind: 'state',
  state,
  text,
});
const ended = (how: 'stopped'): EngineEvent => ({ kind: 'run-ended', how, text: '' });
const epoch = (id: string, step: number, accuracy: number): EngineEvent => ({
  kind: 'epoch',
  stage: id,
  epoch: 1,
  step,
  measured: [{ network: 'network-2', role: 'teacher', part: 'test', examples: 10, accuracy, loss: null }],
});

describe('events of a run', () => {
  it('end up the same, frame by frame or read at once from the folder', () => {
    const events = stamped([began(), stage('stage-1'), metrics('stage-1', 1, 50), epoch('stage-1', 50, 0.9)]);
    const { data, view } = starterRun();
    let live = view;
    for (const event of events) live = ingest(data, live, [event]);
    const read = starterRun(events);
    expect(losses(data)).toEqual(losses(read.data));
    expect({ ...live, revision: 0 }).toEqual({ ...read.view, revision: 0 });
  });

  it('count once, however often they come', () => {
    const events = stamped([began(), stage('stage-1'), metrics('stage-1', 1, 3)]);
    const { data, view } = starterRun();
    const next = ingest(data, view, events);
    ingest(data, next, events);
    ingest(data, next, events.slice(1));
    expect(losses(data)).toEqual([1, 1 / 2, 1 / 3]);
    expect(data.next).toBe(3);
  });

  it('of a run that goes on replace what came after its checkpoint', () => {
    const { data, view } = starterRun([
      began(),
      stage('stage-1'),
      metrics('stage-1', 1, 6),
      epoch('stage-1', 3, 0.8),
      epoch('stage-1', 6, 0.9),
      stage('stage-2'),
      metrics('stage-2', 1, 2),
      { kind: 'run-ended', how: 'stopped', text: '' },
      began({ stage: 'stage-1', step: 4 }),
    ]);
    expect(losses(data)).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
    expect(losses(data, 'stage-2')).toEqual([]);
    expect(view.done).toEqual({ 'stage-1': 4 });
    expect(view.epochs.map((it) => it.step)).toEqual([3]);
    expect(view.ended).toBeNull();
  });

  it('of several tasks go into curves by task, and are forgotten and told again by task', () => {
    const record = recordOf('sys-mt-shared-trunk');
    const { id, train } = record.plan.stages.find((it) => it.tasks) ?? expect.fail('no stage has tasks');
    const [one = '', other = ''] = train;
    const of = (student: string, steps: readonly number[]): EngineEvent => ({
      kind: 'metrics',
      stage: id,
      student,
      steps: [...steps],
      columns: { loss: steps.map((step) => 1 / step) },
    });
    const told = [of(one, [1, 4, 5]), of(other, [2, 3, 6])];
    const { data, view } = openRun({ ...record, events: stamped([began(), ...told]) });
    expect([losses(data, `${id}/${one}`), losses(data, `${id}/${other}`)]).toEqual([
      [1, 1 / 4, 1 / 5],
      [1 / 2, 1 / 3, 1 / 6],
    ]);
    expect(view.done[id]).toBe(6);
    ingest(data, view, stamped([began({ stage: id, step: 4 }), of(other, [5])], 3));
    expect([losses(data, `${id}/${one}`), losses(data, `${id}/${other}`)]).toEqual([
      [1, 1 / 4],
      [1 / 2, 1 / 3, 1 / 5],
    ]);
  });

  it('of a run that goes on in a later stage leave the earlier ones done', () => {
    const { data, view } = starterRun([began({ stage: 'stage-2', step: 7 })]);
    expect(view.done).toEqual({ 'stage-1': data.lanes[0]?.steps, 'stage-2': 7 });
  });

  it('tell what the engine does, where main knows only that it runs', () => {
    const { data, view } = starterRun([saying('preparing', 'Reading mnist')]);
    expect([view.state, view.doing]).toEqual(['preparing', 'Reading mnist']);
    const still = withSummary(data, view, summaryOf({ status: 'running', progress: 0.1 }));
    expect(still.state).toBe('preparing');
    expect(withSummary(data, still, summaryOf({ status: 'paused' })).state).toBe('paused');
  });

  it('end a run before main has seen its engine leave, and a run that goes on again is queued first', () => {
    const { data, view } = starterRun([began(), { kind: 'run-ended', how: 'stopped', text: '' }]);
    const stateAfter = (...all: RunStatus[]) =>
      all.reduce((it, status) => withSummary(data, it, summaryOf({ status })), view).state;
    expect(stateAfter('running')).toBe('stopped');
    expect(stateAfter('running', 'stopped')).toBe('stopped');
    expect(stateAfter('running', 'stopped', 'queued', 'running')).toBe('running');
  });

  it('keep the last word of each output', () => {
    const said = (accuracy: number) => evaluation('output-1', 'network-2', 'teacher', { accuracy });
    const { view } = starterRun([began(), said(0.5), said(0.9)]);
    expect(view.evaluations.map((it) => it.measured.accuracy)).toEqual([0.9]);
  });

  it('tell how the machine is used while a stage trains, and the most memory that it took', () => {
    const trained = [
      began(),
      stage('stage-1'),
      saying('running'),
      usage('stage-1', 10, { memory: 700 }),
      usage('stage-1', 20, { memory: 500 }),
    ];
    const { view } = starterRun(trained);
    expect(view.use).toMatchObject({ step: 20, memory: 500 });
    expect(view.mostMemory).toBe(700);
    for (const after of [saying('paused'), stage('stage-2'), ended('stopped')]) {
      const { view: later } = starterRun([...trained, after]);
      expect([later.use, later.mostMemory]).toEqual([null, 700]);
    }
  });

  it('keep the last profile of each stage, also over a stop', () => {
    const { view } = starterRun([
      began(),
      stage('stage-1'),
      profile('stage-1'),
      profile('stage-1', 'network-2'),
      ended('stopped'),
      began({ stage: 'stage-1', step: 4 }),
      stage('stage-1', 4),
      profile('stage-2'),
    ]);
    expect(Object.keys(view.profiles)).toEqual(['stage-1', 'stage-2']);
    expect(view.profiles['stage-1']?.entries[1]?.at).toBe('network-2');
  });

  it('keep the last gates of each layer that a stage told of', () => {
    const gates = (layer: string, mean: number): EngineEvent => ({
      kind: 'gates',
      stage: 'stage-2',
      step: 5,
      network: 'network-3',
      layer,
      means: [mean],
    });
    const { view } = starterRun([began(), gates('one', 0.1), gates('two', 0.2), gates('one', 0.3)]);
    expect(view.gates.map((it) => [it.layer, it.means[0]])).toEqual([
      ['two', 0.2],
      ['one', 0.3],
    ]);
  });

  it('leave a view that was handed out as it was', () => {
    const { data, view } = starterRun([began(), stage('stage-1')]);
    const before = structuredClone({ done: view.done, epochs: view.epochs });
    ingest(data, view, stamped([metrics('stage-1', 1, 5), epoch('stage-1', 5, 0.9)], 2));
    expect({ done: view.done, epochs: view.epochs }).toEqual(before);
  });

  it('give a speed while training, and none while it rests', () => {
    const training = [began(), stage('stage-1'), ...[1, 2, 3, 4].map((it) => metrics('stage-1', it, 1))];
    // A step each tenth of a second.
    expect(starterRun(training).view.speed).toBeCloseTo(10);
    expect(starterRun([...training, saying('paused')]).view.speed).toBeNull();
    expect(starterRun([...training, saying('paused'), saying('running')]).view.speed).toBeNull();
  });
});
