import type { CSSProperties } from 'react';
import './progress.css';

type ProgressProps = {
  readonly label: string;
  /** 0 … 1; null while it cannot be told. */
  readonly value: number | null;
  /** A CSS colour; the accent when left out. */
  readonly colour?: string;
};

const coloured = (colour: string | undefined): CSSProperties =>
  colour === undefined ? {} : { ['--progress-colour' as string]: colour };

const described = (label: string, value: number | null) => ({
  role: 'progressbar',
  'aria-label': label,
  'aria-valuemin': 0,
  'aria-valuemax': 100,
  'aria-valuenow': value === null ? undefined : Math.round(value * 100),
});

/** A thin bar. */
export function ProgressBar({ label, value, colour }: ProgressProps) {
  return (
    <div
      className="progress"
      {...described(label, value)}
      data-waiting={value === null || undefined}
      style={coloured(colour)}
    >
      <div
        className="progress-fill"
        style={value === null ? undefined : { translate: `${(value - 1) * 100}%` }}
      />
    </div>
  );
}

/** A ring that closes clockwise from the top. */
export function ProgressRing({
  label,
  value,
  colour,
  size = 18,
}: ProgressProps & { readonly size?: number }) {
  const radius = size / 2 - 1.5;
  const round = 2 * Math.PI * radius;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it is named as the progress bar that it is
    <svg
      className="ring"
      {...described(label, value)}
      style={coloured(colour)}
      width={size}
      height={size}
      strokeWidth={2.5}
    >
      <circle cx={size / 2} cy={size / 2} r={radius} />
      <circle
        cx={size / 2}
        cy={size / 2}
        r={radius}
        strokeDasharray={round}
        strokeDashoffset={round * (1 - (value ?? 0.25))}
      />
    </svg>
  );
}
