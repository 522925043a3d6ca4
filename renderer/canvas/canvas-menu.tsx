import { create } from 'zustand';
import type { Position } from '../../src/pipeline/document.ts';
import { Menu, type MenuItem } from '../design/menu.tsx';
import { useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { type MenuPlace, menuItems } from './menu-items.ts';

type Opened = { readonly place: MenuPlace; readonly items: readonly MenuItem[] };

const useMenu = create<{ readonly opened: Opened | null }>(() => ({ opened: null }));

/** Opens the menu of what is at a point of the window; a node that is not selected is selected first. */
export function openCanvasMenu(at: Position, over: Omit<MenuPlace, 'at'>): void {
  const place: MenuPlace = { at, ...over };
  const { nodes, wires, notes } = useView.getState();
  if (over.node !== undefined && !nodes.has(over.node)) select([over.node]);
  if (over.wire !== undefined && !wires.has(over.wire)) select([], [over.wire]);
  if (over.note !== undefined && !notes.has(over.note)) select([], [], [over.note]);
  useMenu.setState({
    opened: { place, items: menuItems(place, useDocument.getState().document, useView.getState()) },
  });
}

/** The menu of a node, a wire or the canvas; nothing while none is open. */
export function CanvasMenu() {
  const opened = useMenu((it) => it.opened);
  if (!opened) return null;
  const { at } = opened.place;
  return (
    <Menu
      key={`${at.x} ${at.y}`}
      label={whatIsAt(opened.place)}
      items={opened.items}
      at={pointOf(at)}
      onClose={() => useMenu.setState({ opened: null })}
    />
  );
}

const whatIsAt = ({ node, note, wire, frame, paint }: MenuPlace): string => {
  if (paint !== undefined) return 'Colour of the frame';
  if (node !== undefined) return 'Node';
  if (note !== undefined) return 'Note';
  if (wire !== undefined) return 'Wire';
  return frame === undefined ? 'Canvas' : 'Frame';
};

const places = new WeakMap<Position, Parameters<typeof Menu>[0]['at']>();

/** The menu is placed anew wherever this object is another, so each point has one. */
function pointOf(at: Position): Parameters<typeof Menu>[0]['at'] {
  const known = places.get(at) ?? { left: at.x, right: at.x, top: at.y, bottom: at.y };
  places.set(at, known);
  return known;
}
