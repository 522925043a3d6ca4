import type { Document, FrameColour } from '../../src/pipeline/document.ts';
import type { CardPort } from '../canvas/card-content.ts';
import { type CardView, cardViews } from '../canvas/card-view.ts';
import { stateWords } from '../canvas/node-states.ts';
import { CARD, thumbnailOf } from '../gallery/thumbnail.ts';
import { type Block, readMarkdown, type Span } from '../inspector/read-markdown.ts';

export type Picture = { readonly svg: string; readonly width: number; readonly height: number };

/** What a colour token of the window is: `--surface-canvas`. */
export type ColourOf = (token: string) => string;

const FONT = 'Inter, system-ui, sans-serif';
/** Mean width of a letter, as a share of the size of the font: texts are cut as a card cuts them, a little earlier. */
const LETTER = 0.54;

/**
 * A pipeline as an SVG that any program shows: cards with their ports and parameters, wires and frames, in the colours of the
 * window. Units are those of the canvas.
 *
 * @param metadata an element that travels in it
 */
export function drawPicture(document: Document, colourOf: ColourOf, metadata = ''): Picture {
  const { box, frames, notes, cards, wires } = thumbnailOf(document);
  const views = cardViews(document);
  const parts = [
    rect(box, 0, colourOf('--surface-canvas')),
    ...frames.map((it) => drawFrame(it, document.frames[it.id]?.title ?? '', it.colour, colourOf)),
    ...wires.map(({ path, kind, points }) => {
      const colour = wireColour(kind, colourOf);
      const dots = points.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="5" fill="${colour}"/>`).join('');
      return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}`;
    }),
    ...notes.map((it) => drawNote(it, document.notes[it.id]?.text ?? '', colourOf)),
    ...cards.map((it) => {
      const view = views.get(it.id);
      if (!view) return '';
      const card = drawCard(it, view, colourOf);
      return view.state ? `<g opacity="0.45">${card}</g>` : card;
    }),
  ];
  const { x, y, width, height } = box;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" font-family="${FONT}"><title>${escaped(document.title)}</title>${metadata}${parts.join('')}</svg>`;
  return { svg, width, height };
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const wireColour = (kind: string | undefined, colourOf: ColourOf): string =>
  colourOf(kind ? `--port-${kind}` : '--text-faint');

const rect = ({ x, y, width, height }: Box, radius: number, fill: string, stroke?: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}"${stroke ? ` stroke="${stroke}"` : ''}/>`;

function drawFrame(box: Box, title: string, colour: FrameColour | undefined, colourOf: ColourOf): string {
  const own = colour && colourOf(`--frame-${colour}`);
  const ground = own
    ? rect(box, 8, own, own).replace('/>', ' fill-opacity="0.12"/>')
    : rect(box, 8, colourOf('--surface'), colourOf('--line-strong'));
  return (
    ground +
    line(
      title,
      { x: box.x + 12, y: box.y + 24, size: 13, room: box.width - 24, weight: 600 },
      own ?? colourOf('--text-soft'),
    )
  );
}

function drawCard(box: Box, view: CardView, colourOf: ColourOf): string {
  const { x, y, width } = box;
  const category = view.category ? colourOf(`--category-${view.category}`) : colourOf('--text-faint');
  const room = width - 56;
  const kind = view.state ? stateWords[view.state] : view.kind;
  const head = [
    rect(box, 8, colourOf('--surface-raised'), colourOf('--line')),
    rect({ x, y, width, height: 3 }, 1.5, category),
    rect({ x: x + 12, y: y + 15, width: 18, height: 18 }, 5, category),
    line(view.title, { x: x + 44, y: y + (kind ? 22 : 29), size: 13, room, weight: 600 }, colourOf('--text')),
    kind ? line(kind, { x: x + 44, y: y + 38, size: 11, room }, colourOf('--text-faint')) : '',
  ];
  const top = y + CARD.head + CARD.padding / 2;
  const ports = [
    ...view.inputs.map((it, at) => drawPort(it, x, top + (at + 0.5) * CARD.port, width, colourOf)),
    ...view.outputs.map((it, at) => drawPort(it, x + width, top + (at + 0.5) * CARD.port, width, colourOf)),
  ];
  const rows = Math.max(view.inputs.length, view.outputs.length);
  const layered = view.layers.length > 0 ? CARD.layers : 0;
  const rule = y + CARD.head + CARD.padding + rows * CARD.port + layered;
  const params = view.params.map(({ title, value }, at) => {
    const down = rule + CARD.rule + (at + 0.7) * CARD.line;
    return (
      line(title, { x: x + 12, y: down, size: 12, room: width * 0.5 }, colourOf('--text-faint')) +
      line(
        value,
        { x: x + width - 12, y: down, size: 12, room: width * 0.4, end: true },
        colourOf('--text-soft'),
      )
    );
  });
  return [...head, ...ports, ...params].join('');
}

function drawPort(
  { title, kind, side, optional, wire }: CardPort,
  x: number,
  y: number,
  width: number,
  colourOf: ColourOf,
): string {
  const colour = wireColour(kind, colourOf);
  const open = optional && wire === undefined;
  const dot = `<circle cx="${x}" cy="${y}" r="5" fill="${open ? colourOf('--surface-raised') : colour}" stroke="${colour}" stroke-width="1.5"/>`;
  const end = side === 'output';
  const room = width / 2 - 16;
  return (
    dot +
    line(
      title,
      { x: x + (end ? -12 : 12), y: y + 4, size: 12, room, end },
      colourOf(open ? '--text-faint' : '--text'),
    )
  );
}

const NOTE = { pad: 12, line: 20, size: 13 };

/** The text of a note, line by line as its width allows; what has no room is left out. */
function drawNote(box: Box, text: string, colourOf: ColourOf): string {
  const { x, y, width, height } = box;
  const letters = Math.max(1, Math.floor((width - 2 * NOTE.pad) / (NOTE.size * LETTER)));
  const most = Math.max(0, Math.floor((height - NOTE.pad) / NOTE.line));
  const lines = readMarkdown(text)
    .flatMap(linesOf)
    .flatMap(({ text: whole, strong }) => wrapped(whole, letters).map((it) => ({ text: it, strong })))
    .slice(0, most);
  const amber = colourOf('--frame-amber');
  return [
    rect(box, 4, colourOf('--surface-raised'), colourOf('--line')),
    rect(box, 4, amber).replace('/>', ' fill-opacity="0.09"/>'),
    ...lines.map(({ text: shown, strong }, at) =>
      line(
        shown,
        {
          x: x + NOTE.pad,
          y: y + NOTE.pad / 2 + (at + 0.75) * NOTE.line,
          size: NOTE.size,
          room: width,
          ...(strong && { weight: 600 }),
        },
        colourOf('--text'),
      ),
    ),
  ].join('');
}

const spoken = (spans: readonly Span[]): string => spans.map((it) => it.text).join('');

function linesOf(block: Block): readonly { readonly text: string; readonly strong: boolean }[] {
  switch (block.kind) {
    case 'heading':
      return [{ text: spoken(block.spans), strong: true }];
    case 'paragraph':
      return [{ text: spoken(block.spans), strong: false }];
    case 'list':
      return block.items.map((it, at) => ({
        text: `${block.ordered ? `${at + 1}.` : '•'} ${spoken(it)}`,
        strong: false,
      }));
    case 'code':
      return block.text.split('\n').map((it) => ({ text: it, strong: false }));
  }
}

/** Breaks between words; a word that is longer than a line is cut by the line itself. */
function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

type Place = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** So wide it may be. */
  readonly room: number;
  readonly weight?: number;
  /** Ends at x instead of beginning there. */
  readonly end?: boolean;
};

function line(text: string, { x, y, size, room, weight, end }: Place, fill: string): string {
  const most = Math.max(1, Math.floor(room / (size * LETTER)));
  const letters = [...text];
  const shown = letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
  return `<text x="${x}" y="${y}" font-size="${size}"${weight ? ` font-weight="${weight}"` : ''}${end ? ' text-anchor="end"' : ''} fill="${fill}">${escaped(shown)}</text>`;
}

const escaped = (text: string): string =>
  text
    // Control characters have no place in XML.
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
