import type { RunLook } from './run-look.ts';

/** A bit of a chosen run's curve: its colour and its dashes. */
export function RunKey({ look: { token, dash } }: { readonly look: RunLook }) {
  return (
    <svg className="legend-key" viewBox="0 0 14 8" aria-hidden="true" focusable="false">
      <line
        x1={0}
        x2={14}
        y1={4}
        y2={4}
        stroke={`var(${token})`}
        strokeWidth={2.5}
        strokeDasharray={dash.map((it) => it * 0.7).join(' ')}
      />
    </svg>
  );
}
