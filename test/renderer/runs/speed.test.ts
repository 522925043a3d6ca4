import { describe, expect, it } from 'vitest';
import { Speed } from '../../../renderer/runs/speed.ts';

describe('the speed of a run', () => {
  it('is told in steps a second once there is enough to tell', () => {
    const speed = new Speed();
    speed.add(0, 0);
    expect(speed.perSecond).toBeNull();
    speed.add(100, 1);
    expect(speed.perSecond).toBeNull();
    speed.add(1000, 20);
    expect(speed.perSecond).toBe(20);
  });

  it('follows the last seconds, not the whole run', () => {
    const speed = new Speed();
    for (let at = 0; at <= 100; at += 1) speed.add(at * 1000, at);
    for (let at = 1; at <= 10; at += 1) speed.add(100_000 + at * 1000, 100 + at * 50);
    expect(speed.perSecond).toBe(50);
  });

  it('is measured for steps slower than its window', () => {
    const speed = new Speed();
    speed.add(0, 1);
    speed.add(20_000, 2);
    speed.add(40_000, 3);
    expect(speed.perSecond).toBeCloseTo(0.05);
  });

  it('begins anew after a pause', () => {
    const speed = new Speed();
    speed.add(0, 0);
    speed.add(1000, 10);
    speed.reset();
    expect(speed.perSecond).toBeNull();
  });
});
