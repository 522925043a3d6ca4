import {
  useNodesInitialized,
  useOnViewportChange,
  useReactFlow,
  useStoreApi,
  type Viewport,
} from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Document } from '../../../src/pipeline/document.ts';
import { type Area, areaOf } from '../areas.ts';
import { type Aim, goesCalmly, heldAim, type Size, type Spot, spotOf, viewportOf } from './aim.ts';
import { drawnAreas } from './drawn-areas.ts';

/** The view of the canvas as something that is aimed, and that keeps its aim when the canvas is resized. */
export type AimedView = {
  aimAt(aim: Aim): void;
  /** What lies in the middle, or will once the view has come to rest. */
  spot(): Spot;
};

/** As `--calm` in the style sheets. */
const CALM = 180;

export type Hold = {
  /** What the view goes to as soon as the pipeline is drawn; undefined where there is nothing to see yet. */
  readonly aim: Aim | undefined;
  /** Hears what the view was held on, once the canvas is shown no more. */
  readonly onLeave: (aim: Aim) => void;
};

/**
 * Aims at a pipeline as soon as it is drawn. From then on a resized canvas shows all of it again if nobody moved the
 * view since it was fitted, and keeps its middle in the middle if somebody did.
 */
export function useAimedView(shown: Pick<Document, 'frames' | 'wires'>, hold: Hold): AimedView {
  const flow = useReactFlow();
  const store = useStoreApi();
  const now = useRef(shown);
  now.current = shown;
  const [view] = useState(() => createView(flow, store, () => besideNodes(now.current)));
  useOnViewportChange({ onEnd: view.onRest });
  useEffect(
    () =>
      store.subscribe((now, before) => {
        const resized = now.width !== before.width || now.height !== before.height;
        if (resized && before.width > 0) view.onResize(before, now);
      }),
    [store, view],
  );
  const drawn = useNodesInitialized();
  const first = useRef(hold.aim);
  useLayoutEffect(() => {
    if (!drawn || !first.current) return;
    view.go(first.current, 0);
    first.current = undefined;
  }, [drawn, view]);
  const { onLeave } = useRef(hold).current;
  useLayoutEffect(() => () => onLeave(first.current ?? view.held()), [onLeave, view]);
  return view;
}

/** What is drawn and is no card: frames, and the points through which wires are led. */
const besideNodes = ({ frames, wires }: Pick<Document, 'frames' | 'wires'>): readonly Area[] => [
  ...Object.values(frames).map(areaOf),
  ...Object.values(wires).flatMap(({ via = [] }) => via.map((at) => ({ ...at, width: 0, height: 0 }))),
];

function createView(
  flow: ReturnType<typeof useReactFlow>,
  store: ReturnType<typeof useStoreApi>,
  beside: () => readonly Area[],
) {
  let last: { readonly aim: Aim; readonly viewport: Viewport } | undefined;
  let underWay = false;
  const drawn = (): readonly Area[] => [...drawnAreas(store.getState()), ...beside()];
  /** Where the view stands, or where it is going to. */
  const viewport = (): Viewport => (underWay && last ? last.viewport : flow.getViewport());
  const go = (aim: Aim, duration: number): void => {
    const to = viewportOf(aim, store.getState(), drawn());
    if (!to) return;
    last = { aim, viewport: to };
    underWay = duration > 0;
    void flow.setViewport(to, { duration, interpolate: 'linear' });
  };
  return {
    go,
    aimAt: (aim: Aim): void => go(aim, calm()),
    spot: (): Spot => spotOf(viewport(), store.getState()),
    held: (): Aim => heldAim(last, viewport(), store.getState()),
    onResize(before: Size, now: Size): void {
      go(heldAim(last, viewport(), before), !underWay && goesCalmly(before, now) ? calm() : 0);
    },
    onRest(): void {
      underWay = false;
    },
  };
}

const calm = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : CALM);
