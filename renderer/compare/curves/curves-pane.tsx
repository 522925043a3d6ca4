import { useEffect, useMemo, useState } from 'react';
import { Segmented } from '../../design/segmented.tsx';
import '../../runs/chart/chart.css';
import '../../runs/curves-board.css';
import { BoardTools } from '../../runs/board-tools.tsx';
import { createCursor } from '../../runs/chart/cursor.ts';
import { Plot, type StepRange } from '../../runs/chart/plot.tsx';
import type { CurveKind } from '../../runs/curve.tsx';
import { formatPercent, formatTick, formatValue } from '../../runs/format.ts';
import type { OpenedRun } from '../../stores/runs.ts';
import { useComparison } from '../comparison.ts';
import { runLook } from '../run-look.ts';
import './curves-pane.css';
import { followOpened, MOST_OVERLAID, openThese, useOpenedRuns } from './opened-runs.ts';
import { longestOf, type Overlaid, type Role, rolesIn, trackOf } from './overlaid.ts';
import { overlayData, overlayRange, overlaySeries, readOverlaid } from './overlay-data.ts';
import { OverlayLegend } from './overlay-legend.tsx';

const KINDS: readonly CurveKind[] = ['loss', 'accuracy', 'rate'];
const TITLES: Readonly<Record<CurveKind, string>> = { loss: 'Loss', accuracy: 'Accuracy', rate: 'Rate' };
const ROLES: Readonly<Record<Role, string>> = { student: 'Student', teacher: 'Teacher', baseline: 'Alone' };

/** The curves of the chosen runs, laid over each other: one cursor, one zoom. */
export function CurvesPane({ names }: { readonly names: ReadonlyMap<string, string> }) {
  const chosen = useComparison((it) => it.chosen);
  const { opened, failed } = useOpenedRuns();
  useEffect(followOpened, []);
  useEffect(() => openThese(chosen), [chosen]);
  const runs = chosen.slice(0, MOST_OVERLAID).flatMap((run, place) => {
    const own = opened[run];
    return own ? [{ run, place, own, title: names.get(run) ?? run }] : [];
  });
  if (chosen.length === 0)
    return (
      <p className="pane-hint">Tick runs in the table, and their curves are laid over each other here.</p>
    );
  if (runs.length === 0) {
    const [why] = Object.values(failed);
    return <p className="pane-hint">{why ?? 'Reading the curves…'}</p>;
  }
  return (
    <Board
      runs={runs}
      note={
        chosen.length > MOST_OVERLAID
          ? `The first ${MOST_OVERLAID} of ${chosen.length} chosen runs are drawn.`
          : ''
      }
    />
  );
}

type ShownRun = {
  readonly run: string;
  readonly place: number;
  readonly own: OpenedRun;
  readonly title: string;
};

function Board({ runs, note }: { readonly runs: readonly ShownRun[]; readonly note: string }) {
  const cursor = useMemo(createCursor, []);
  const [smoothing, setSmoothing] = useState(0.9);
  const [log, setLog] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [zoom, setZoom] = useState<StepRange | null>(null);
  const [wanted, setRole] = useState<Role>('student');
  const roles = rolesIn(runs.map((it) => it.own));
  const role = roles.includes(wanted) ? wanted : (roles[0] ?? 'student');
  const all = runs.flatMap(({ run, place, own: { data, view }, title }): Overlaid[] => {
    const track = trackOf(data, role);
    return track ? [{ run, title, look: runLook(place), data, view, track }] : [];
  });
  const drawn = all.filter((it) => !hidden.has(it.run));
  const steps = zoom ?? ([0, longestOf(all)] as const);
  const settings = { smoothing, log };
  const revision = drawn.reduce((sum, it) => sum + it.view.revision, drawn.length);
  const read = (kind: CurveKind, run: Overlaid, step: number | null): string => {
    const value = readOverlaid(kind, run, step, settings);
    if (value === null) return '–';
    return kind === 'accuracy' ? formatPercent(value) : formatValue(value);
  };
  const toggle = (run: string): void =>
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(run)) after.add(run);
      return after;
    });
  return (
    <div className="overlay">
      <div className="overlay-main">
        <div className="overlay-charts">
          {KINDS.map((kind) => (
            <section key={kind} className="chart" data-kind={kind} aria-label={TITLES[kind]}>
              <h3 className="chart-title">{TITLES[kind]}</h3>
              <Plot
                label={`${TITLES[kind]} by step. Last: ${
                  drawn.map((it) => `${it.title} ${read(kind, it, null)}`).join(', ') || 'nothing yet'
                }. Arrow keys read values out.`}
                revision={revision}
                steps={steps}
                cursor={cursor}
                compact={kind === 'rate'}
                series={overlaySeries(kind, drawn)}
                log={kind === 'loss' && log}
                format={kind === 'accuracy' ? (value) => `${formatTick(value * 100)} %` : formatTick}
                range={overlayRange(kind, drawn, settings)}
                data={(pixels) => overlayData(kind, drawn, steps, pixels, settings)}
                onZoom={setZoom}
              />
            </section>
          ))}
        </div>
        <BoardTools
          settings={{ smoothing, log, zoom }}
          onSmoothing={setSmoothing}
          onLog={setLog}
          onShowAll={() => setZoom(null)}
          hint={note || 'Drag across a chart to look closer.'}
          className="overlay-tools"
        >
          {roles.length > 1 && (
            <Segmented
              size="small"
              label="Which training is drawn"
              options={roles.map((value) => ({ value, label: ROLES[value] }))}
              value={role}
              onChange={setRole}
            />
          )}
        </BoardTools>
      </div>
      <OverlayLegend
        overlaid={all}
        cursor={cursor}
        hidden={hidden}
        onToggle={toggle}
        heads={KINDS.map((it) => TITLES[it])}
        read={(run, step) => KINDS.map((kind) => read(kind, run, step))}
      />
    </div>
  );
}
