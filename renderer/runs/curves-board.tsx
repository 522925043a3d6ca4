import { useMemo, useState } from 'react';
import { BoardTools } from './board-tools.tsx';
import { createCursor } from './chart/cursor.ts';
import type { StepRange } from './chart/plot.tsx';
import { Curve, type CurveKind } from './curve.tsx';
import './curves-board.css';
import type { RunData } from './run-data.ts';
import type { RunView } from './run-view.ts';

const KINDS: readonly CurveKind[] = ['loss', 'accuracy', 'rate'];

/** The charts of one run, read together: one cursor, one zoom, one choice of curves. */
export function CurvesBoard({ data, view }: { readonly data: RunData; readonly view: RunView }) {
  const cursor = useMemo(createCursor, []);
  const [smoothing, setSmoothing] = useState(0.9);
  const [log, setLog] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [zoom, setZoom] = useState<StepRange | null>(null);

  const lanes = data.tracks.filter((it) => view.done[it.stage] !== undefined);
  // As long as the longest stage, from the first step on: curves grow into the picture and nothing jumps.
  const longest = Math.max(1, ...data.lanes.map((it) => it.steps));
  const steps = zoom ?? ([0, longest] as const);
  const toggle = (key: string): void =>
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });

  return (
    <div className="board">
      <div className="board-charts">
        {KINDS.map((kind) => (
          <Curve
            key={kind}
            kind={kind}
            data={data}
            view={view}
            lanes={lanes}
            settings={{ smoothing, log, hidden }}
            steps={steps}
            cursor={cursor}
            compact={kind === 'rate'}
            onZoom={setZoom}
            onToggle={toggle}
          />
        ))}
      </div>
      <BoardTools
        settings={{ smoothing, log, zoom }}
        onSmoothing={setSmoothing}
        onLog={setLog}
        onShowAll={() => setZoom(null)}
        hint="Steps of each stage. Drag across a chart to look closer."
      />
    </div>
  );
}
