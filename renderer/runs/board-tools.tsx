import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Slider } from '../design/field.tsx';
import { Switch } from '../design/switch.tsx';
import type { StepRange } from './chart/plot.tsx';
import './curves-board.css';
import { formatCount } from './format.ts';

/** How curves are drawn, and the steps that are looked at closer; null for all. */
export type BoardSettings = {
  readonly smoothing: number;
  readonly log: boolean;
  readonly zoom: StepRange | null;
};

type BoardToolsProps = {
  readonly settings: BoardSettings;
  readonly onSmoothing: (smoothing: number) => void;
  readonly onLog: (log: boolean) => void;
  /** All steps are to be shown again. */
  readonly onShowAll: () => void;
  /** Said while all steps are shown. */
  readonly hint: string;
  readonly className?: string;
  /** What stands before the others. */
  readonly children?: ReactNode;
};

/** Below charts that are read together: how all of them are drawn. */
export function BoardTools({
  settings,
  onSmoothing,
  onLog,
  onShowAll,
  hint,
  className,
  children,
}: BoardToolsProps) {
  const { smoothing, log, zoom } = settings;
  return (
    <div className={className ? `board-tools ${className}` : 'board-tools'}>
      {children}
      <Switch label="Log scale" checked={log} onChange={onLog} />
      <span className="board-tool">
        <span>Smoothing</span>
        <Slider
          label="Smoothing"
          value={smoothing}
          min={0}
          max={0.99}
          step={0.01}
          text={smoothing === 0 ? 'off' : `${Math.round(smoothing * 100)} %`}
          onChange={onSmoothing}
        />
      </span>
      {zoom ? (
        <Button look="quiet" size="small" icon="fit" onClick={onShowAll}>
          Steps {formatCount(zoom[0])} to {formatCount(zoom[1])} · show all
        </Button>
      ) : (
        <span className="board-hint">{hint}</span>
      )}
    </div>
  );
}
