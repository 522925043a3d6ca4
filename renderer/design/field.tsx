import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import './field.css';
import { Icon } from './icon.tsx';

type FieldProps = {
  readonly label: string;
  readonly unit?: string;
  readonly help?: string;
  /** What is wrong with the value, in a sentence. */
  readonly problem?: string | undefined;
  /** The control; spread the given attributes onto it. */
  readonly children: (control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean;
  }) => ReactNode;
};

/** A labelled control with its help and what is wrong with it. */
export function Field({ label, unit, help, problem, children }: FieldProps) {
  const id = useId();
  const said = [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
        {unit && <span className="field-unit">{unit}</span>}
      </label>
      {children({ id, 'aria-describedby': said || undefined, 'aria-invalid': problem !== undefined })}
      {problem && (
        <p className="field-problem" id={`${id}-problem`}>
          <Icon name="error" size={14} />
          {problem}
        </p>
      )}
      {help && (
        <p className="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** A search box; its label is heard and stands as the placeholder. */
export function SearchField({ label, ...rest }: { label: string } & ComponentPropsWithRef<'input'>) {
  return (
    <label className="search">
      <span className="only-heard">{label}</span>
      <Icon name="search" />
      <input placeholder={label} spellCheck={false} {...rest} type="search" className="input" />
    </label>
  );
}

type SliderProps = {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly text?: string;
  readonly onChange: (value: number) => void;
};

/** A value within a range where the exact number matters little. */
export function Slider({ label, value, min, max, step, text, onChange }: SliderProps) {
  return (
    <input
      type="range"
      className="slider"
      aria-label={label}
      aria-valuetext={text}
      title={text === undefined ? label : `${label}: ${text}`}
      min={min}
      max={max}
      step={step}
      value={value}
      style={{ ['--filled' as string]: `${((value - min) / (max - min)) * 100}%` }}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  );
}
