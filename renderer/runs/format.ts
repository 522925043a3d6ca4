/** Numbers as the panel writes them: short, aligned by their digits, with a unit where one is needed. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const day = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

export const formatCount = (value: number): string => whole.format(value);

/** A share 0 … 1 as `97.61 %`. */
export const formatPercent = (share: number): string => `${hundredths.format(share * 100)} %`;

/** A share where no more than its size is asked: `42 %`, `< 1 %`. */
export const formatShare = (share: number): string =>
  share > 0 && share < 0.01 ? '< 1 %' : `${whole.format(share * 100)} %`;

/** The difference of two shares in percentage points, with its sign: `+0.84`. */
export function formatPoints(difference: number): string {
  const text = formatPointsApart(difference);
  if (Number(text) === 0) return '0.00';
  return `${difference < 0 ? '−' : '+'}${text}`;
}

/** The same without its sign, where words say which is more: `0.84`. */
export const formatPointsApart = (difference: number): string =>
  hundredths.format(Math.abs(difference * 100));

/** Losses and rates: four digits that count. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size < 0.001 || size >= 100_000) return value.toExponential(2).replace('e+', 'e').replace('-', '−');
  return value.toPrecision(4);
}

/** The same for an axis: no digit that says nothing. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 0.0001 || size >= 100_000))
    return value.toExponential(0).replace('e+', 'e').replace('-', '−');
  return String(Number(value.toPrecision(4)));
}

/** Bytes by powers of a thousand, as files are sold: `98.3 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${whole.format(bytes)} B`;
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= size) {
      const value = bytes / size;
      return `${value >= 100 ? whole.format(value) : tenths.format(value)} ${unit}`;
    }
  }
  return `${bytes} B`;
}

/** The time that one image takes. */
export function formatMicroseconds(value: number): string {
  if (value >= 1000) return `${tenths.format(value / 1000)} ms`;
  return value >= 100 ? `${whole.format(value)} µs` : `${tenths.format(value)} µs`;
}

/** Milliseconds that stand below each other: `12.40`. */
export const formatMilliseconds = (value: number): string => hundredths.format(value);

/** Milliseconds as a clock shows them: `4:07`, `1:02:09`. */
export function formatClock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds to come, as exactly as one can know them: `45 s`, `3 min`, `2 h 5 min`. */
export function formatLeft(seconds: number): string {
  const whole = Math.max(5, Math.round(seconds / 5) * 5);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How many times smaller, faster or larger: `24×`, `1.7×`. */
export function formatTimes(ratio: number): string {
  return `${ratio >= 10 ? whole.format(ratio) : tenths.format(ratio)}×`;
}

/** A rate for people: `1,250`, `3.2`. */
export function formatRate(perSecond: number): string {
  return perSecond >= 100 ? whole.format(perSecond) : tenths.format(perSecond);
}

/** When a run was made; the year only where it is another. */
export function formatDate(milliseconds: number, now: number): string {
  const date = new Date(milliseconds);
  return date.getFullYear() === new Date(now).getFullYear() ? day.format(date) : dayOfYear.format(date);
}
