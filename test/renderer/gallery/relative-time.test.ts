import { describe, expect, test } from 'vitest';
import { relativeTime } from '../../../renderer/gallery/relative-time.ts';

const at = (text: string): number => new Date(text).getTime();

describe('A time in the past', () => {
  test.each([
    ['2026-11-24T12:00:00', '2026-11-24T12:00:30', 'just now'],
    ['2026-11-24T12:00:00', '2026-11-24T12:01:00', '1 minute ago'],
    ['2026-11-24T12:00:00', '2026-11-24T12:59:59', '59 minutes ago'],
    ['2026-11-24T12:00:00', '2026-11-24T14:30:00', '2 hours ago'],
    // Three hours are told as hours, also across midnight.
    ['2026-11-23T23:00:00', '2026-11-24T02:00:00', '3 hours ago'],
    ['2026-11-23T09:00:00', '2026-11-24T08:00:00', 'yesterday'],
    // 25 hours, and yet two days by the calendar.
    ['2026-11-22T23:30:00', '2026-11-24T00:30:00', '2 days ago'],
    ['2026-11-18T09:00:00', '2026-11-24T08:00:00', '6 days ago'],
    ['2026-03-03T09:00:00', '2026-11-24T08:00:00', 'March 3'],
    ['2025-12-31T09:00:00', '2026-11-24T08:00:00', 'December 31, 2025'],
  ])('%s, seen at %s, is %s', (then, now, words) => {
    expect(relativeTime(at(then), at(now))).toBe(words);
  });

  test('that lies ahead, as the clock was set back, is now', () => {
    expect(relativeTime(at('2026-11-24T12:00:00'), at('2026-11-24T09:00:00'))).toBe('just now');
  });
});
