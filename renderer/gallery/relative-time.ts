const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long' });
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * How long ago something was, as a person would say it: `5 minutes ago`, `yesterday`, `3 March`.
 * Days are those of the calendar. What lies ahead, after a clock was set back, is `just now`.
 */
export function relativeTime(then: number, now: number): string {
  const ago = now - then;
  if (ago < MINUTE) return 'just now';
  if (ago < HOUR) return words.format(-Math.floor(ago / MINUTE), 'minute');
  const days = daysBetween(new Date(then), new Date(now));
  if (days === 0 || ago < 6 * HOUR) return words.format(-Math.floor(ago / HOUR), 'hour');
  if (days < 7) return words.format(-days, 'day');
  const date = new Date(then);
  return date.getFullYear() === new Date(now).getFullYear() ? day.format(date) : dayOfYear.format(date);
}

/** Whole days of the calendar; noon is far from where summer time begins and ends. */
function daysBetween(from: Date, to: Date): number {
  const noon = (it: Date): number => new Date(it.getFullYear(), it.getMonth(), it.getDate(), 12).getTime();
  return Math.round((noon(to) - noon(from)) / (24 * HOUR));
}
