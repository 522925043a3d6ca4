import { Canvas } from '../canvas/canvas.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { Palette } from '../palette/palette.tsx';
import { RunsPanel } from '../runs/runs-panel.tsx';
import { useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { TabBar } from '../tabs/tab-bar.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { HeightSeparator } from './height-separator.tsx';
import { TopBar } from './top-bar.tsx';
import './workbench.css';

/** Top bar, palette, canvas and inspector side by side, runs below. Covered, it is neither seen nor reached. */
export function Workbench({ covered }: { covered: boolean }) {
  const { palette, inspector, runs } = useView((it) => it.panels);
  const document = useDocument((it) => it.key);
  const runsHeight = useView((it) => it.runsHeight);
  return (
    <div
      className="workbench"
      inert={covered}
      data-covered={covered || undefined}
      style={{ ['--runs-height' as string]: `${runsHeight}px` }}
    >
      <TopBar />
      <TabBar />
      <div className="workbench-middle">
        {palette && (
          <nav className="workbench-palette" aria-label="Palette" data-panel="palette">
            <ErrorBoundary what="The palette">
              <Palette />
            </ErrorBoundary>
          </nav>
        )}
        <main className="workbench-canvas" id="pipeline" aria-label="Pipeline" data-panel="canvas">
          {/* Nodes are headings of the third level. */}
          <h2 className="only-heard">Nodes</h2>
          <ErrorBoundary key={document} what="The canvas">
            <Canvas />
          </ErrorBoundary>
        </main>
        {inspector && (
          <aside className="workbench-inspector" aria-label="Inspector" data-panel="inspector">
            {/* Another document is another form: nothing that was typed into one may end in another. */}
            <ErrorBoundary key={document} what="The inspector">
              <Inspector />
            </ErrorBoundary>
          </aside>
        )}
      </div>
      {runs && (
        <section className="workbench-runs" aria-label="Runs" data-panel="runs">
          <HeightSeparator />
          <ErrorBoundary what="The runs panel">
            <RunsPanel />
          </ErrorBoundary>
        </section>
      )}
    </div>
  );
}
