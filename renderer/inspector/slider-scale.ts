import type { FormField } from './form-fields.ts';

type NumberField = Extract<FormField, { kind: 'number' }>;

/** More stops than pixels make a slider that cannot be set. */
const MOST_STOPS = 256;
const MOST_DECADES = 4;
const STOPS_A_DECADE = 40;

export type SliderScale = {
  readonly stops: number;
  readonly toStop: (value: number) => number;
  readonly toValue: (stop: number) => number;
};

/** How a slider goes over a field's range; undefined where the range is too wide for one to be of use. */
export function sliderScale({ min, max, step, whole, log }: NumberField): SliderScale | undefined {
  if (!Number.isFinite(min) || !Number.isFinite(max) || max <= min) return undefined;
  if (log) {
    if (min <= 0 || max / min > 10 ** MOST_DECADES) return undefined;
    const decades = Math.log10(max / min);
    const stops = Math.ceil(decades * STOPS_A_DECADE);
    return {
      stops,
      toStop: (value) => (Math.log10(Math.min(max, Math.max(min, value)) / min) / decades) * stops,
      // Two digits are as fine as a hand can tell.
      toValue: (stop) => clamp(round(min * 10 ** ((stop / stops) * decades), 2), min, max),
    };
  }
  const by = step ?? (whole ? 1 : (max - min) / 100);
  const stops = Math.round((max - min) / by);
  if (stops > MOST_STOPS) return undefined;
  return {
    stops,
    toStop: (value) => (Math.min(max, Math.max(min, value)) - min) / by,
    toValue: (stop) => clamp(round(min + stop * by, 12), min, max),
  };
}

const round = (value: number, digits: number): number => Number(value.toPrecision(digits));
const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
