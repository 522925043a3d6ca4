import type { MenuCommand } from '../../electron/contract.ts';
import { IconButton } from '../design/button.tsx';
import { Icon, type IconName } from '../design/icon.tsx';
import { RunControls } from '../runs/run-controls.tsx';
import { useDocument } from '../stores/document.ts';
import { type Panel, togglePanel, useView } from '../stores/view.ts';
import { commandWords } from './command-words.ts';
import { commandTitle, giveCommand } from './commands.ts';
import { DocumentName } from './document-name.tsx';
import { EngineChip } from './engine-chip.tsx';
import { HistoryButton } from './history-button.tsx';
import { ProblemsButton } from './problems-button.tsx';
import { ThemeButton } from './theme-button.tsx';
import './top-bar.css';

/** What concerns the document as a whole: its name and file, its run, how the window looks. */
export function TopBar() {
  const document = useDocument((it) => it.key);
  return (
    <header className="top-bar" data-panel="top-bar">
      <div className="top-bar-start">
        <span className="top-bar-mark">
          <Icon name="still" size={22} label="Potstill" />
        </span>
        <div className="top-bar-group">
          <CommandButton command="gallery" icon="grid" />
          <CommandButton command="new" icon="document" />
          <CommandButton command="open" icon="folder" />
          <CommandButton command="save" icon="save" />
        </div>
        <span className="top-bar-line" />
        <DocumentName key={document} />
        <HistoryButton />
      </div>
      <div className="top-bar-end">
        <EngineChip />
        <ProblemsButton />
        <RunControls />
        <span className="top-bar-line" />
        <div className="top-bar-group">
          <PanelButton panel="palette" icon="panel-left" label="Palette" />
          <PanelButton panel="runs" icon="dock-bottom" label="Runs" />
          <PanelButton panel="inspector" icon="panel" label="Inspector" />
          <ThemeButton />
          <CommandButton command="shortcuts" icon="keyboard" />
        </div>
      </div>
    </header>
  );
}

function CommandButton({ command, icon }: { command: MenuCommand; icon: IconName }) {
  return (
    <IconButton
      icon={icon}
      label={commandWords[command].title}
      title={commandTitle(command)}
      onClick={() => giveCommand(command)}
    />
  );
}

type PanelButtonProps = { readonly panel: Panel; readonly icon: IconName; readonly label: string };

function PanelButton({ panel, icon, label }: PanelButtonProps) {
  const shown = useView((it) => it.panels[panel]);
  return (
    <IconButton
      icon={icon}
      label={label}
      title={`${shown ? 'Hide' : 'Show'} the ${label.toLowerCase()}`}
      aria-pressed={shown}
      onClick={() => togglePanel(panel)}
    />
  );
}
