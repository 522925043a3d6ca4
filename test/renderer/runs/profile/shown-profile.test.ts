import { describe, expect, it } from 'vitest';
import { partWords } from '../../../../renderer/runs/profile/part-words.ts';
import { nodeCosts, shownProfile, timedRate } from '../../../../renderer/runs/profile/shown-profile.ts';
import { inCostOrder, profileByNode } from '../../../../src/plan/profile-by-node.ts';
import { began, profile, stage, starterRun } from '../record.ts';

// The starter's stages: stage-1 teacher, stage-2 student, stage-3 student alone.
const all = [profile('stage-1', 'network-2'), profile('stage-2'), profile('stage-3', 'network-3')];
const shown = (stages: readonly string[], asked: { run: string; stage: string } | null = null) =>
  shownProfile(starterRun([began(), ...all.filter((it) => stages.includes(it.stage))]), asked)?.stage;

describe('the profile that is shown', () => {
  it('is the one asked for, of the run that it was asked of', () => {
    const stages = ['stage-1', 'stage-2', 'stage-3'];
    expect(shown(stages, { run: 'run-1', stage: 'stage-3' })).toBe('stage-3');
    expect(shown(stages, { run: 'another', stage: 'stage-3' })).toBe('stage-2');
    expect(shown(['stage-1'], { run: 'run-1', stage: 'stage-3' })).toBe('stage-1');
  });

  it('is else the distilled student’s, or the newest there is', () => {
    expect(shown(['stage-1'])).toBe('stage-1');
    expect(shown(['stage-1', 'stage-2', 'stage-3'])).toBe('stage-2');
    expect(shown(['stage-1', 'stage-3'])).toBe('stage-3');
    expect(shown([])).toBeUndefined();
  });

  it('puts each cost at its node of the canvas, and keeps the same answer for the same profile', () => {
    const { data } = starterRun([began(), stage('stage-2')]);
    const it = profile('stage-2');
    expect(nodeCosts(it, data).map(({ node, share }) => [node, share])).toEqual([
      ['student', 0.6],
      ['optimizer', 0.2],
      ['mnist', 0.1],
      [null, 0.1],
    ]);
    expect(nodeCosts(it, data)).toBe(nodeCosts(it, data));
  });

  it('tells the pace at which its steps were timed', () => {
    const { data } = starterRun([began()]);
    const batch = data.lanes[1]?.batch ?? 0;
    expect(timedRate(profile('stage-2'), data)).toBeCloseTo(batch * 100);
    expect(timedRate({ ...profile('stage-2'), milliseconds: 0 }, data)).toBeNull();
  });
});

describe('the table of a profile', () => {
  const costs = profileByNode(profile('stage-2'), {
    'source-1': ['mnist'],
    'network-1': ['student'],
    'optimizer-1': ['optimizer'],
  });

  it('begins with what costs most, by time or by memory, and ends with what is no node', () => {
    expect(inCostOrder(costs, 'milliseconds').map((it) => it.node)).toEqual([
      'student',
      'optimizer',
      'mnist',
      null,
    ]);
    expect(inCostOrder(costs, 'bytes').map((it) => it.node)).toEqual(['student', 'mnist', 'optimizer', null]);
  });

  it('says what of a node takes the time', () => {
    expect(partWords({ parts: ['student', 'loss'] })).toBe('Network, forward and back; loss');
    expect(partWords({ parts: ['rest'] })).toBe('Between the parts');
  });
});
