import { type Document, FRAME_COLOURS, type FrameColour } from '../../src/pipeline/document.ts';
import { setFrameColour } from '../../src/pipeline/edits.ts';
import type { MenuItem } from '../design/menu.tsx';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { areaOf, within } from './areas.ts';
import { drawnAreas } from './drawn-areas.ts';
import { noteAreas } from './note-edits.ts';

const NAMES: Readonly<Record<FrameColour, string>> = {
  blue: 'Blue',
  violet: 'Violet',
  rose: 'Rose',
  amber: 'Amber',
  green: 'Green',
  teal: 'Teal',
};

export type Paint = {
  readonly name: string;
  /** Undefined for the grey of a frame that nobody painted. */
  readonly colour: FrameColour | undefined;
};

/** All that a frame may be painted in, the plain one first. */
export const paints: readonly Paint[] = [
  { name: 'No colour', colour: undefined },
  ...FRAME_COLOURS.map((colour) => ({ name: NAMES[colour], colour })),
];

/** The token of a frame's colour; undefined where it has none. */
export const frameToken = (colour: FrameColour | undefined): string | undefined =>
  colour === undefined ? undefined : `--frame-${colour}`;

export function paintFrame(id: string, { name, colour }: Paint): void {
  const label =
    colour === undefined ? 'Take the colour off the frame' : `Paint the frame ${name.toLowerCase()}`;
  edit(label, (document) => setFrameColour(document, id, colour));
}

/** An entry of a menu for each colour, the one in force marked. */
export const colourItems = (id: string, document: Document): readonly MenuItem[] =>
  paints.map((paint) => ({
    label: paint.name,
    swatch: `var(${frameToken(paint.colour) ?? '--line-strong'})`,
    checked: document.frames[id]?.colour === paint.colour,
    onChoose: () => paintFrame(id, paint),
  }));

/** The frame that a command is for: the smallest around all that is selected; with nothing selected, the one last held. */
export function frameInHand(): string | undefined {
  const { document } = useDocument.getState();
  const { nodes, notes, heldFrame } = useView.getState();
  if (nodes.size + notes.size === 0)
    return heldFrame !== null && document.frames[heldFrame] ? heldFrame : undefined;
  const areas = drawnAreas(document);
  const noted = noteAreas(document);
  const chosen = [
    ...[...nodes].flatMap((id) => areas[id] ?? []),
    ...[...notes].flatMap((id) => noted[id] ?? []),
  ];
  return Object.entries(document.frames)
    .map(([id, frame]) => ({ id, area: areaOf(frame) }))
    .filter(({ area }) => chosen.every((it) => within(it, area)))
    .sort((a, b) => a.area.width * a.area.height - b.area.width * b.area.height)[0]?.id;
}
