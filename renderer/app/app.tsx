import { useEffect } from 'react';
import { Canvas } from '../canvas/canvas.tsx';
import { Toasts } from '../design/toast.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { Palette } from '../palette/palette.tsx';
import { RunsPanel } from '../runs/runs-panel.tsx';
import { useRuns } from '../stores/runs.ts';
import { useView } from '../stores/view.ts';
import './app.css';
import { HeightSeparator } from './height-separator.tsx';
import { TopBar } from './top-bar.tsx';

/** The whole window: top bar, palette, canvas and inspector side by side, runs below. */
export function App() {
  const panels = useView((it) => it.panels);
  const runsHeight = useView((it) => it.runsHeight);
  useEffect(() => useRuns.getState().connect(), []);
  return (
    <div className="app" style={{ ['--runs-height' as string]: `${runsHeight}px` }}>
      <TopBar />
      <div className="app-middle">
        {panels.palette && (
          <nav className="app-palette" aria-label="Palette">
            <Palette />
          </nav>
        )}
        <main className="app-canvas" aria-label="Pipeline">
          <Canvas />
        </main>
        {panels.inspector && (
          <aside className="app-inspector" aria-label="Inspector">
            <Inspector />
          </aside>
        )}
      </div>
      {panels.runs && (
        <section className="app-runs" aria-label="Runs">
          <HeightSeparator />
          <RunsPanel />
        </section>
      )}
      <Toasts />
    </div>
  );
}
