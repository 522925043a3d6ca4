import type { Document, Position } from '../../src/pipeline/document.ts';
import { removeWires } from '../../src/pipeline/edits.ts';
import { upstreamOf } from '../../src/pipeline/order.ts';
import type { MenuItem } from '../design/menu.tsx';
import { edit } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { canvasCommands } from './canvas-commands.ts';
import { disconnectSelected } from './canvas-edits.ts';
import { pasteAt } from './clipboard.ts';
import { fittingKinds } from './fitting-kinds.ts';
import { colourItems } from './frame-colours.ts';
import { fitFrame, heldBy, removeFrame } from './frame-edits.ts';
import { allAre, mayBypass, toggleBypassed, toggleMuted } from './node-states.ts';
import { addNoteUnder, writeNote } from './note-edits.ts';
import { openQuickAdd } from './open-quick-add.ts';
import { shownKeys } from './shown-keys.ts';
import { isSubgraph } from './subgraph-edits.ts';
import { surface } from './surface.ts';
import { addWayPointUnder, removeWayPoint, removeWayPoints } from './way-point-edits.ts';

export type MenuPlace = {
  readonly at: Position;
  readonly node?: string;
  readonly wire?: string;
  /** With `wire`: the point of it that the menu is of. */
  readonly wayPoint?: number;
  readonly note?: string;
  readonly frame?: string;
  /** A frame whose colour alone is asked for. */
  readonly paint?: string;
};

type Selected = { readonly nodes: ReadonlySet<string>; readonly snap: boolean; readonly minimap: boolean };

/** The menu of what lies at a point: a node with all that is selected beside it, a wire, or the canvas. */
export function menuItems(place: MenuPlace, document: Document, view: Selected): readonly MenuItem[] {
  if (place.node !== undefined) return nodeItems(place.node, document, view.nodes);
  if (place.note !== undefined) return noteItems(place.note);
  if (place.wire !== undefined) return wireItems(place, place.wire, document);
  if (place.frame !== undefined) return frameItems(place.frame, document);
  if (place.paint !== undefined) return colourItems(place.paint, document);
  return canvasItems(place.at, view);
}

function nodeItems(node: string, document: Document, selected: ReadonlySet<string>): readonly MenuItem[] {
  const wired = Object.values(document.wires).some(
    ({ from, to }) => selected.has(from.node) || selected.has(to.node),
  );
  const feeding = upstreamOf(document, [...selected]);
  return [
    ...(selected.size === 1
      ? [
          {
            label: 'Rename',
            icon: 'pencil',
            keys: 'F2',
            onChoose: () => useView.setState({ renaming: node }),
          } as const,
          {
            label: 'Wire…',
            icon: 'link',
            keys: 'W',
            onChoose: () => useView.setState({ wiring: node }),
          } as const,
          'line' as const,
        ]
      : []),
    command('Cut', 'cut', 'cut'),
    command('Copy', 'copy', 'copy'),
    command('Duplicate', 'duplicate', 'duplicate'),
    command('Frame', 'frame', 'select'),
    command('Make one node', 'subgraph', 'grid'),
    ...([...selected].some((id) => isSubgraph(document, id)) ? [command('Unpack', 'unpack', 'fit')] : []),
    'line',
    {
      label: allAre(document, selected, 'muted') ? 'Unmute' : 'Mute',
      icon: 'muted',
      keys: 'M',
      onChoose: () => void toggleMuted(),
    },
    {
      label: allAre(document, selected, 'bypassed') ? 'Do not bypass' : 'Bypass',
      icon: 'bypassed',
      keys: 'B',
      disabled: ![...selected].some((id) => mayBypass(document, id)),
      onChoose: () => void toggleBypassed(),
    },
    'line',
    {
      label: 'Select what feeds it',
      icon: 'network',
      disabled: feeding.size <= selected.size,
      onChoose: () => select(feeding),
    },
    { label: 'Disconnect', icon: 'link', disabled: !wired, onChoose: disconnectSelected },
    'line',
    { ...command('Delete', 'delete', 'trash'), danger: true },
  ];
}

function wireItems({ at, wayPoint }: MenuPlace, wire: string, document: Document): readonly MenuItem[] {
  const ends = document.wires[wire];
  const goTo = (node: string): void => {
    select([node]);
    surface()?.reveal([node]);
  };
  return [
    {
      label: 'Insert a node…',
      icon: 'add',
      disabled: fittingKinds(document, { into: wire }).length === 0,
      onChoose: () => openQuickAdd(at, { into: wire }),
    },
    wayPoint === undefined
      ? { label: 'Add a way point', icon: 'way-point', onChoose: () => addWayPointUnder(wire, at) }
      : {
          label: 'Remove the way point',
          icon: 'minus',
          onChoose: () => void removeWayPoint(wire, wayPoint),
        },
    {
      label: 'Remove all its way points',
      icon: 'minus',
      disabled: ends?.via === undefined,
      onChoose: () => void removeWayPoints(wire),
    },
    'line',
    ...(ends
      ? ([
          {
            label: 'Go to where it begins',
            icon: 'chevron-left',
            onChoose: () => goTo(ends.from.node),
          },
          { label: 'Go to where it ends', icon: 'chevron-right', onChoose: () => goTo(ends.to.node) },
          'line',
        ] as const)
      : []),
    {
      label: 'Delete',
      icon: 'trash',
      danger: true,
      ...shownKeys('delete'),
      onChoose: () => edit('Remove wire', (it) => removeWires(it, [wire])),
    },
  ];
}

function noteItems(note: string): readonly MenuItem[] {
  return [
    { label: 'Write', icon: 'pencil', keys: 'Enter', onChoose: () => writeNote(note) },
    'line',
    command('Cut', 'cut', 'cut'),
    command('Copy', 'copy', 'copy'),
    command('Duplicate', 'duplicate', 'duplicate'),
    command('Frame', 'frame', 'select'),
    'line',
    { ...command('Delete', 'delete', 'trash'), danger: true },
  ];
}

function frameItems(frame: string, document: Document): readonly MenuItem[] {
  const { nodes, notes } = heldBy(document, frame);
  const none = nodes.length + notes.length === 0;
  return [
    {
      label: 'Rename',
      icon: 'pencil',
      keys: 'F2',
      onChoose: () => useView.setState({ renamingFrame: frame }),
    },
    {
      label: 'Select what it holds',
      icon: 'select',
      disabled: none,
      onChoose: () => select(nodes, [], notes),
    },
    { label: 'Draw it close around that', icon: 'fit', disabled: none, onChoose: () => fitFrame(frame) },
    'line',
    ...colourItems(frame, document),
    'line',
    { label: 'Remove the frame', icon: 'trash', danger: true, onChoose: () => void removeFrame(frame) },
  ];
}

function canvasItems(at: Position, { snap, minimap }: Selected): readonly MenuItem[] {
  return [
    { label: 'Add node…', icon: 'add', ...shownKeys('add-node'), onChoose: () => openQuickAdd(at) },
    { label: 'Add note', icon: 'note', ...shownKeys('note'), onChoose: () => addNoteUnder(at) },
    { label: 'Paste', icon: 'paste', ...shownKeys('paste'), onChoose: () => void pasteAt(at) },
    'line',
    command('Select all', 'select-all', 'select'),
    command('Fit to window', 'fit', 'fit'),
    'line',
    command(snap ? 'Do not snap to the grid' : 'Snap to the grid', 'toggle-snap', 'magnet'),
    command(minimap ? 'Hide the map' : 'Show the map', 'toggle-minimap', 'map'),
  ];
}

type Item = Exclude<MenuItem, 'line'>;

const command = (label: string, name: keyof typeof canvasCommands, icon?: Item['icon']): Item => ({
  label,
  ...(icon && { icon }),
  ...shownKeys(name),
  onChoose: () => canvasCommands[name]?.(),
});
