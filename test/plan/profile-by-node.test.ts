import { describe, expect, it } from 'vitest';
import type { ProfileEntry } from '../../src/plan/events.ts';
import { profileByNode } from '../../src/plan/profile-by-node.ts';

const entry = (at: string, part: ProfileEntry['part'], milliseconds: number, bytes = 0): ProfileEntry => ({
  at,
  part,
  milliseconds,
  bytes,
});
const origin = {
  'source-1': ['mnist', 'transform'],
  'network-1': ['student'],
  'network-2': ['teacher'],
  'term-1': ['teacher'],
  'optimizer-2': ['teacher'],
  'stage-1': ['teacher'],
};

describe('a profile by nodes', () => {
  it('adds up what one node has of it, and counts images for their data set', () => {
    const costs = profileByNode(
      {
        entries: [
          entry('source-1', 'data', 1, 10),
          entry('network-2', 'teacher', 5, 100),
          entry('term-1', 'loss', 1, 20),
          entry('optimizer-2', 'optimizer', 3, 30),
        ],
      },
      origin,
    );
    expect(costs).toEqual([
      { node: 'teacher', parts: ['teacher', 'loss', 'optimizer'], milliseconds: 9, share: 0.9, bytes: 150 },
      { node: 'mnist', parts: ['data'], milliseconds: 1, share: 0.1, bytes: 10 },
    ]);
  });

  it('has last what belongs to no node, however much it is, and what came from nowhere', () => {
    const costs = profileByNode(
      {
        entries: [entry('stage-1', 'rest', 6), entry('network-1', 'student', 2), entry('term-9', 'loss', 2)],
      },
      origin,
    );
    expect(costs.map((it) => [it.node, it.milliseconds, it.share])).toEqual([
      ['student', 2, 0.2],
      [null, 8, 0.8],
    ]);
  });

  it('of steps without time has no shares that are no numbers', () => {
    expect(profileByNode({ entries: [entry('network-1', 'student', 0)] }, origin)).toMatchObject([
      { node: 'student', share: 0 },
    ]);
    expect(profileByNode({ entries: [] }, origin)).toEqual([]);
  });
});
