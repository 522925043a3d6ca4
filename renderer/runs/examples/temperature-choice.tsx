import { Segmented } from '../../design/segmented.tsx';
import { formatTick } from '../format.ts';

/** Softer than the answer itself, where no loss names a temperature: Hinton's usual one for ten classes. */
const USUAL = 4;

type TemperatureChoiceProps = {
  /** The loss's own; null where there is none. */
  readonly ofLoss: number | null;
  readonly value: number;
  readonly onChange: (value: number) => void;
};

/** The temperature at which the bars show answers: 1, or that at which the student learns from them. */
export function TemperatureChoice({ ofLoss, value, onChange }: TemperatureChoiceProps) {
  const other = softTemperature(ofLoss);
  return (
    <div className="examples-choice">
      <span className="examples-choice-name">Temperature</span>
      <Segmented
        label="Temperature"
        size="small"
        options={[
          { value: '1', label: '1' },
          {
            value: String(other),
            label: ofLoss === null ? formatTick(other) : `${formatTick(other)}, as it learns`,
          },
        ]}
        value={String(value)}
        onChange={(next) => onChange(Number(next))}
      />
    </div>
  );
}

/** The one beside 1. */
export const softTemperature = (ofLoss: number | null): number =>
  ofLoss === null || ofLoss === 1 ? USUAL : ofLoss;
