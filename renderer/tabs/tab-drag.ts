import { type PointerEvent, type RefObject, useState } from 'react';
import { showTab } from '../stores/tabs.ts';
import { moveDocument, useWorkspace } from '../stores/workspace.ts';
import { placeAmong } from './place-among.ts';

/** Pixels from where a tab was pressed until it is dragged, and no longer clicked. */
const SLACK = 5;
/** Pixels from an end of the bar at which it scrolls on under a dragged tab, and how far at each move. */
const EDGE = 24;
const SCROLL = 8;

export type DraggedTab = { readonly key: string; readonly by: number };

/** Drags tabs into another order. The others make room at once, so that letting go changes nothing; Escape takes it back. */
export function useTabDrag(list: RefObject<HTMLElement | null>) {
  const [dragged, setDragged] = useState<DraggedTab | null>(null);

  const begin = (key: string, { clientX: from, currentTarget: tab }: PointerEvent<HTMLElement>): void => {
    const bar = list.current;
    if (!bar) return;
    const grabbed = from - tab.getBoundingClientRect().left;
    const before = useWorkspace.getState().order.indexOf(key);
    let moving = false;

    const follow = ({ clientX }: globalThis.PointerEvent): void => {
      if (!moving && Math.abs(clientX - from) < SLACK) return;
      if (!moving) showTab(key);
      moving = true;
      const { left, right } = bar.getBoundingClientRect();
      if (clientX > right - EDGE) bar.scrollLeft += SCROLL;
      if (clientX < left + EDGE) bar.scrollLeft -= SCROLL;
      const others = [...bar.querySelectorAll<HTMLElement>('.tab')].filter((it) => it !== tab);
      const widths = others.map((it) => it.offsetWidth);
      const total = widths.reduce((sum, it) => sum + it, 0);
      const wished = Math.min(Math.max(clientX - grabbed - left + bar.scrollLeft, 0), total);
      const place = placeAmong(widths, wished);
      moveDocument(key, place);
      setDragged({ key, by: wished - widths.slice(0, place).reduce((sum, it) => sum + it, 0) });
    };
    const end = (): void => {
      window.removeEventListener('pointermove', follow);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', takeBack, true);
      setDragged(null);
    };
    const takeBack = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape' || !moving) return;
      event.stopPropagation();
      moveDocument(key, before);
      end();
    };
    window.addEventListener('pointermove', follow);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', takeBack, true);
  };
  return { dragged, begin };
}
