import { useMemo } from 'react';
import type { Document } from '../../src/pipeline/document.ts';
import { thumbnailOf } from './thumbnail.ts';
import './thumbnail-picture.css';

/** What stands out in the picture of a document, by node. */
export type Marks = ReadonlyMap<string, 'added' | 'removed' | 'changed'>;

type ThumbnailPictureProps = {
  readonly document: Document;
  /** Nodes that are outlined; all others then stand back. */
  readonly marks?: Marks;
  /** What each card is called, where that is to be read. */
  readonly nameOf?: (node: string) => string;
};

/** A document in small, in the colours of its nodes and wires. Decoration: what it is stands beside it. */
export function ThumbnailPicture({ document, marks, nameOf }: ThumbnailPictureProps) {
  const { box, frames, notes, cards, wires } = useMemo(() => thumbnailOf(document), [document]);
  return (
    <svg
      className="thumbnail"
      viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
      focusable="false"
    >
      {frames.map(({ id, colour, ...at }) => (
        <rect
          key={id}
          className="thumbnail-frame"
          data-colour={colour}
          {...at}
          rx={12}
          style={colour && { ['--frame' as string]: `var(--frame-${colour})` }}
        />
      ))}
      {wires.map(({ id, path, kind }) => (
        <path
          key={id}
          className="thumbnail-wire"
          d={path}
          style={{ ['--port' as string]: `var(--port-${kind ?? 'unknown'}, var(--line-strong))` }}
        />
      ))}
      {notes.map(({ id, ...at }) => (
        <rect key={id} className="thumbnail-note" {...at} rx={8} />
      ))}
      {cards.map(({ id, x, y, width, height, category, title, lines, off }) => (
        <g
          key={id}
          opacity={off || (marks && !marks.has(id)) ? 0.45 : undefined}
          style={{ ['--category' as string]: `var(--category-${category ?? 'unknown'}, var(--text-faint))` }}
        >
          <rect className="thumbnail-card" x={x} y={y} width={width} height={height} rx={14} />
          <rect className="thumbnail-mark" x={x + 14} y={y + 14} width={34} height={34} rx={8} />
          {nameOf ? (
            <text className="thumbnail-name" x={x + 58} y={y + 39}>
              {shortened(nameOf(id))}
            </text>
          ) : (
            <rect
              className="thumbnail-title"
              x={x + 60}
              y={y + 23}
              width={(width - 80) * title}
              height={16}
              rx={8}
            />
          )}
          {Array.from({ length: lines }, (_, line) => (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and do not move
              key={line}
              className="thumbnail-line"
              x={x + 18}
              y={y + height - 24 - line * 20}
              width={(width - 36) * (line % 2 === 0 ? 0.8 : 0.6)}
              height={8}
              rx={4}
            />
          ))}
          {marks?.has(id) && (
            <rect
              className="thumbnail-outline"
              data-mark={marks.get(id)}
              x={x - 8}
              y={y - 8}
              width={width + 16}
              height={height + 16}
              rx={20}
            />
          )}
        </g>
      ))}
    </svg>
  );
}

/** As much of a name as a card has room for. */
const shortened = (name: string): string => (name.length > 12 ? `${name.slice(0, 11)}…` : name);
