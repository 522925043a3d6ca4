import { type Result, refused } from '../problem.ts';
import type { ParamRange } from './sweep.ts';

/**
 * Reads the values of a parameter as a person writes them: `1, 2, 4`, `adam, sgd`, or a range `0.001 … 0.1`, with `log` and
 * with the number of steps that a grid takes: `0.001 … 0.1 log in 5`. Three points stand for the one sign.
 *
 * @param whole the parameter takes whole numbers alone
 */
export function readRange(text: string, whole: boolean): Result<ParamRange> {
  const range = /^\s*(\S+?)\s*(?:…|\.{2,3})\s*(\S+?)\s*(\blog\b)?\s*(?:\bin\s+(\d+))?\s*$/u.exec(text);
  if (range) return readNumbers(range, whole, text);
  const values = text
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '')
    .map(readValue);
  if (values.length === 0)
    return refused({
      code: 'sweep-range',
      message: 'No value is named.',
      found: text.slice(0, 60) || 'nothing',
      allowed: '1, 2, 4 or 0.001 … 0.1 log',
    });
  return { ok: true, value: { kind: 'list', values: [...new Set(values)] } };
}

/** A number or a truth where it is one, else a word. */
function readValue(text: string): number | boolean | string {
  if (text === 'true' || text === 'on') return true;
  if (text === 'false' || text === 'off') return false;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

const STEPS = 5;

function readNumbers(found: RegExpExecArray, whole: boolean, text: string): Result<ParamRange> {
  const [, from = '', to = '', log, count] = found;
  const [low, high, steps] = [Number(from), Number(to), count === undefined ? STEPS : Number(count)];
  const refuse = (message: string, allowed: string): Result<never> =>
    refused({ code: 'sweep-range', message, found: text.slice(0, 60), allowed });
  if (!Number.isFinite(low) || !Number.isFinite(high))
    return refuse('A range goes from one number to another.', '0.001 … 0.1');
  if (low >= high) return refuse('A range goes from the lower to the higher number.', `${to} … ${from}`);
  if (log && low <= 0) return refuse('A logarithmic range begins above 0.', 'a first number above 0');
  if (steps < 2 || steps > 1000) return refuse('A range has 2 to 1,000 steps.', 'in 2 to in 1000');
  if (whole && Math.ceil(low) > Math.floor(high))
    return refuse('No whole number is in this range.', 'whole numbers');
  return {
    ok: true,
    value: { kind: 'range', low, high, scale: log ? 'log' : 'linear', whole, steps },
  };
}

/** The same in writing, as `readRange` reads it. */
export function rangeText(range: ParamRange): string {
  if (range.kind === 'list')
    return range.values.map((it) => (typeof it === 'string' ? it : JSON.stringify(it))).join(', ');
  const { low, high, scale, steps } = range;
  return `${low} … ${high}${scale === 'log' ? ' log' : ''} in ${steps}`;
}
