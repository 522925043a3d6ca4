import { RunControls } from '../runs/run-controls.tsx';
import { shownName, useDocument } from '../stores/document.ts';
import './top-bar.css';

/** What concerns the document as a whole. */
export function TopBar() {
  const name = useDocument(shownName);
  return (
    <header className="top-bar">
      <h1 className="top-bar-name truncate">{name}</h1>
      <RunControls />
    </header>
  );
}
