import { MENU_COMMANDS, type MenuCommand } from '../../electron/contract.ts';
import { upstreamOf } from '../../src/pipeline/order.ts';
import { alignSelected, disconnectSelected } from '../canvas/canvas-edits.ts';
import { frameInHand, paintFrame, paints } from '../canvas/frame-colours.ts';
import { toggleLayers } from '../canvas/layers-shown.ts';
import { allAre, mayBypass, NO_BYPASS, toggleBypassed, toggleMuted } from '../canvas/node-states.ts';
import { shownKeys } from '../canvas/shown-keys.ts';
import { addWayPointTo } from '../canvas/way-point-edits.ts';
import type { IconName } from '../design/icon.tsx';
import { useDocument } from '../stores/document.ts';
import { type Panel, select, togglePanel, useView } from '../stores/view.ts';
import { type CommandGroup, type Covered, commandWords, reaches } from './command-words.ts';
import { giveCommand } from './commands.ts';
import { goToNextProblem } from './next-problem.ts';
import { setTheme } from './theme.ts';

/** Something that a person can have done, from wherever it can be found by its name. */
export type Action = {
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  readonly keywords: readonly string[];
  readonly keys?: string;
  /** Why it cannot be done now; null where it can. */
  readonly hindrance: string | null;
  readonly act: () => void;
};

export const groupIcons: Readonly<Record<CommandGroup, IconName>> = {
  File: 'document',
  Edit: 'pencil',
  View: 'fit',
  Run: 'play',
  Help: 'help',
};

const GROUPS = Object.keys(groupIcons) as CommandGroup[];

/** Commands that stand in no list: main's own, and the list itself. */
const UNLISTED: ReadonlySet<MenuCommand> = new Set(['save-then-close', 'commands']);

/** Other words by which people of other programs look for a command. */
const KEYWORDS: Readonly<Partial<Record<MenuCommand, readonly string[]>>> = {
  new: ['tab'],
  'close-tab': ['tab'],
  'reopen-closed': ['tab', 'undo close'],
  'next-tab': ['tab', 'switch'],
  'previous-tab': ['tab', 'switch'],
  gallery: ['templates', 'examples', 'start'],
  runs: ['experiments', 'history of runs'],
  compare: ['experiments', 'table', 'overlay', 'pareto', 'difference', 'report'],
  fit: ['zoom to fit', 'show all'],
  'zoom-reset': ['actual size'],
  'toggle-minimap': ['minimap', 'overview'],
  run: ['train', 'start'],
  'run-profile': ['measure', 'time'],
  stop: ['cancel', 'abort'],
  sweep: ['grid search', 'random search', 'hyperparameters', 'tune', 'sweep'],
  delete: ['remove'],
  duplicate: ['clone'],
  subgraph: ['subgraph', 'group', 'collapse', 'compound', 'macro', 'encapsulate'],
  unpack: ['subgraph', 'ungroup', 'expand', 'explode'],
  note: ['comment', 'text', 'sticky', 'markdown', 'annotation'],
  'add-node': ['insert', 'new node'],
  shortcuts: ['keys', 'hotkeys'],
  about: ['version'],
};

/**
 * Every action that reaches what it is for, by group.
 *
 * @param keysOf writes a command's keys as this system does
 */
export function actions(
  covered: Covered,
  keysOf: (command: MenuCommand) => { readonly keys?: string } = shownKeys,
): readonly Action[] {
  const menu = MENU_COMMANDS.filter(
    (it) => !UNLISTED.has(it) && reaches(commandWords[it].reach, covered),
  ).map(
    (command): Action => ({
      id: command,
      title: commandWords[command].title,
      group: commandWords[command].group,
      keywords: KEYWORDS[command] ?? [],
      ...keysOf(command),
      hindrance: null,
      act: () => giveCommand(command),
    }),
  );
  const open = covered.gallery === 'closed' && !covered.comparing && !covered.asked;
  const all = open ? [...menu, ...pageActions()] : menu;
  return GROUPS.flatMap((group) => all.filter((it) => it.group === group));
}

/** What the window alone can do: it has no entry of the menu. */
function pageActions(): readonly Action[] {
  const { nodes, wires, panels } = useView.getState();
  const wire = wires.size === 1 ? [...wires][0] : undefined;
  const { document } = useDocument.getState();
  const [only] = nodes;
  const none = nodes.size === 0 ? 'Select a node first' : null;
  const one = nodes.size === 1 ? null : 'Select one node first';
  const frame = frameInHand();
  const several = nodes.size > 1 ? null : 'Select several nodes first';
  const action = (
    title: string,
    group: CommandGroup,
    act: () => void,
    more: Partial<Pick<Action, 'keywords' | 'keys' | 'hindrance'>> = {},
  ): Action => ({ id: title, title, group, keywords: [], hindrance: null, act, ...more });
  const panel = (name: Panel, called: string): Action =>
    action(`${panels[name] ? 'Hide' : 'Show'} the ${called}`, 'View', () => togglePanel(name), {
      keywords: ['panel', 'toggle'],
    });
  return [
    action('Rename the node', 'Edit', () => useView.setState({ renaming: only ?? null }), {
      hindrance: one,
      keys: 'F2',
    }),
    action('Align in a row', 'Edit', () => alignSelected('row'), {
      hindrance: several,
      keywords: ['align', 'distribute'],
    }),
    action('Align in a column', 'Edit', () => alignSelected('column'), {
      hindrance: several,
      keywords: ['align', 'distribute'],
    }),
    action(allAre(document, nodes, 'muted') ? 'Unmute' : 'Mute', 'Edit', () => void toggleMuted(), {
      hindrance: none,
      keys: 'M',
      keywords: ['disable', 'enable', 'off', 'on'],
    }),
    action(
      allAre(document, nodes, 'bypassed') ? 'Do not bypass' : 'Bypass',
      'Edit',
      () => void toggleBypassed(),
      {
        hindrance: none ?? ([...nodes].some((id) => mayBypass(document, id)) ? null : NO_BYPASS),
        keys: 'B',
        keywords: ['pass through', 'skip', 'disable'],
      },
    ),
    action('Add a way point to the wire', 'Edit', () => wire !== undefined && addWayPointTo(wire), {
      hindrance: wire === undefined ? 'Select one wire first' : null,
      keywords: ['reroute', 'bend', 'dot', 'knot'],
    }),
    action('Disconnect', 'Edit', disconnectSelected, { hindrance: none, keywords: ['wires', 'unplug'] }),
    action('Select what feeds it', 'Edit', () => select(upstreamOf(document, [...nodes])), {
      hindrance: none,
      keywords: ['upstream', 'inputs'],
    }),
    action('List or hide its layers', 'View', () => void toggleLayers(nodes), {
      hindrance: none,
      keys: 'L',
      keywords: ['taps', 'unfold'],
    }),
    ...paints.map((paint) =>
      action(
        paint.colour ? `Paint the frame ${paint.name.toLowerCase()}` : 'Take the colour off the frame',
        'Edit',
        () => frame !== undefined && paintFrame(frame, paint),
        {
          hindrance: frame === undefined ? 'Select what lies in a frame first' : null,
          keywords: ['colour', 'color', 'group'],
        },
      ),
    ),
    action('Next problem', 'View', goToNextProblem, { keys: 'F8', keywords: ['error', 'warning'] }),
    panel('palette', 'palette'),
    panel('inspector', 'inspector'),
    action('Light theme', 'View', () => setTheme('light'), { keywords: ['colours', 'appearance'] }),
    action('Dark theme', 'View', () => setTheme('dark'), { keywords: ['colours', 'appearance', 'night'] }),
    action('Theme of the system', 'View', () => setTheme('system'), { keywords: ['colours', 'appearance'] }),
  ];
}
