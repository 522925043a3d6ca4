import { useEffect } from 'react';
import { ComparisonScreen } from '../compare/comparison-screen.tsx';
import { Announcer } from '../design/announcer.tsx';
import { Toasts } from '../design/toast.tsx';
import { DropFile } from '../files/drop-file.tsx';
import { FileDialogs } from '../files/file-dialogs.tsx';
import { startFiles } from '../files/start-files.ts';
import { Gallery } from '../gallery/gallery.tsx';
import { connectRuns } from '../runs/connect-runs.ts';
import { RemoveDialog } from '../runs/remove-dialog.tsx';
import { useView } from '../stores/view.ts';
import { SweepDialog } from '../sweep/sweep-dialog.tsx';
import { AboutDialog } from './about-dialog.tsx';
import { readAppInfo } from './app-info.ts';
import { obeyMenu } from './commands.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Finder } from './finder.tsx';
import { listenForKeys } from './page-keys.ts';
import { reportFaults } from './report-faults.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { applyTheme } from './theme.ts';
import { Workbench } from './workbench.tsx';

/** The whole window. What it listens to lives as long as it does; a fault in drawing it ends neither. */
export function App() {
  useEffect(start, []);
  return (
    <>
      <ErrorBoundary what="The window">
        <Screens />
      </ErrorBoundary>
      <Toasts />
      <Announcer />
    </>
  );
}

function Screens() {
  const gallery = useView((it) => it.gallery !== 'closed');
  const comparing = useView((it) => it.comparing);
  const dialog = useView((it) => it.dialog);
  return (
    <>
      <Workbench covered={gallery || comparing} />
      {gallery && !comparing && <Gallery />}
      {comparing && <ComparisonScreen />}
      <DropFile />
      <FileDialogs />
      <RemoveDialog />
      <Finder />
      {dialog === 'shortcuts' && <ShortcutsDialog />}
      {dialog === 'about' && <AboutDialog />}
      {dialog === 'sweep' && <SweepDialog />}
    </>
  );
}

function start(): () => void {
  applyTheme();
  void readAppInfo();
  const stops = [reportFaults(), connectRuns(), startFiles(), obeyMenu(), listenForKeys()];
  return () => {
    for (const stop of stops) stop();
  };
}
