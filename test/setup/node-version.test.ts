import { describe, expect, test } from 'vitest';
import { isNodeNewEnough } from '../../scripts/setup/node-version.mjs';

describe('the oldest Node', () => {
  test.each(['20.19.0', '20.20.2', '22.0.0', '24.15.0'])('%s is new enough', (version) => {
    expect(isNodeNewEnough(version)).toBe(true);
  });
  test.each(['20.18.3', '18.20.0', '8.17.0', '14.21.3'])('%s is refused', (version) => {
    expect(isNodeNewEnough(version)).toBe(false);
  });
});
