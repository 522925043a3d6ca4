import { Icon } from '../design/icon.tsx';
import { formatPercent, formatPointsApart } from '../runs/format.ts';
import { ROW } from './column-widths.ts';
import type { Column } from './columns.ts';
import { toggleFolded } from './comparison.ts';
import type { Group, Line } from './lines.ts';

type GroupRowProps = {
  readonly id: string;
  readonly index: number;
  readonly held: boolean;
  readonly line: Extract<Line, { kind: 'group' }>;
  /** The column by which runs stand in groups. */
  readonly by: Column | undefined;
  readonly ticked: boolean;
  readonly columns: number;
  readonly onTick: (further: boolean) => void;
  readonly onHold: () => void;
};

/** The head of a group: its value, how many runs have it, and how accurate their students are. A press shows or hides them. */
export function GroupRow({ id, index, held, line, by, ticked, columns, onTick, onHold }: GroupRowProps) {
  const { group, folded } = line;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the grid has the focus and hears the keys; its rows stand where they would
    <div
      id={id}
      role="row"
      className="runs-grid-row runs-group"
      aria-rowindex={index + 2}
      aria-expanded={!folded}
      data-held={held || undefined}
      style={{ top: index * ROW }}
      onClick={() => {
        onHold();
        toggleFolded(group.key);
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row */}
      <div role="gridcell" className="runs-cell runs-tick" data-fixed="">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Choose all runs with ${by?.title ?? ''} ${group.label}`}
          checked={ticked}
          onClick={(event) => {
            event.stopPropagation();
            onTick(false);
          }}
          onChange={() => undefined}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row */}
      <div role="rowheader" aria-colspan={columns} className="runs-cell runs-group-head" data-fixed="">
        <Icon name={folded ? 'chevron-right' : 'chevron-down'} size={14} />
        <span className="runs-group-by">{by?.title}</span>
        <strong className="runs-group-value truncate">{group.label}</strong>
        <span className="runs-group-count">
          {group.entries.length === 1 ? '1 run' : `${group.entries.length} runs`}
        </span>
        <span className="runs-group-figure">{spread(group)}</span>
      </div>
    </div>
  );
}

/** `97.61 % ± 0.12 over 3 runs`: mean and sample standard deviation, in points. */
function spread({ accuracy, measured }: Group): string {
  if (accuracy === null) return '';
  const mean = formatPercent(accuracy.mean);
  if (accuracy.deviation === null) return mean;
  return `${mean} ± ${formatPointsApart(accuracy.deviation)} over ${measured}`;
}
