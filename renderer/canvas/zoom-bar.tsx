import { IconButton } from '../design/button.tsx';
import { profiledRun, useRuns } from '../stores/runs.ts';
import { useView } from '../stores/view.ts';
import { canvasCommands } from './canvas-commands.ts';
import { useZoom } from './flow/use-zoom.ts';
import { shownKeys } from './shown-keys.ts';
import './zoom-bar.css';

/** How the canvas is looked at, at its lower left corner. */
export function ZoomBar() {
  const zoom = useZoom();
  const snap = useView((it) => it.snap);
  const minimap = useView((it) => it.minimap);
  const profile = useView((it) => it.profile);
  const profiled = useRuns((it) => profiledRun(it) !== undefined);
  const percent = `${Math.round(zoom * 100)} %`;
  return (
    <div className="zoom-bar" role="toolbar" aria-label="View of the canvas">
      <BarButton icon="minus" label="Zoom out" command="zoom-out" />
      <button
        type="button"
        className="zoom-percent"
        title={titleOf('Zoom to 100 %', 'zoom-reset')}
        aria-label={`Zoom ${percent}; press for 100 %`}
        onClick={canvasCommands['zoom-reset']}
      >
        {percent}
      </button>
      <BarButton icon="add" label="Zoom in" command="zoom-in" />
      <BarButton icon="fit" label="Fit to window" command="fit" />
      <span className="zoom-bar-line" />
      <BarButton icon="magnet" label="Snap to the grid" command="toggle-snap" pressed={snap} />
      <BarButton
        icon="map"
        label="Map of the pipeline"
        more="shown while not all of it is in view"
        command="toggle-minimap"
        pressed={minimap}
      />
      {profiled && (
        <BarButton
          icon="gauge"
          label="Profile on the nodes"
          more="time and memory of a step in the last run with profile"
          command="toggle-profile"
          pressed={profile}
        />
      )}
    </div>
  );
}

type BarButtonProps = {
  readonly icon: Parameters<typeof IconButton>[0]['icon'];
  readonly label: string;
  /** What the tooltip says beyond the label. */
  readonly more?: string;
  readonly command: keyof typeof canvasCommands;
  readonly pressed?: boolean;
};

function BarButton({ icon, label, more, command, pressed }: BarButtonProps) {
  return (
    <IconButton
      icon={icon}
      size="small"
      label={label}
      title={titleOf(more === undefined ? label : `${label}, ${more}`, command)}
      aria-pressed={pressed}
      onClick={canvasCommands[command]}
    />
  );
}

function titleOf(label: string, command: keyof typeof canvasCommands): string {
  const { keys } = shownKeys(command);
  return keys === undefined ? label : `${label} (${keys})`;
}
