import type { Column } from './columns.ts';

/** CSS pixels. */
export const ROW = 32;
export const HEAD = 44;
/** The column of ticks before the first. */
export const TICKS = 36;

const OWN: Readonly<Record<string, number>> = {
  name: 272,
  state: 104,
  when: 116,
  tags: 172,
  document: 184,
  duration: 76,
};

export const widthOf = ({ key, kind }: Column): number => OWN[key] ?? (kind === 'result' ? 108 : 136);

/** Where each of the first columns stays while the others are scrolled; the ticks stay before them. */
export function fixedPlaces(columns: readonly Column[], fixed: number): readonly (number | undefined)[] {
  let left = TICKS;
  return columns.map((column, at) => {
    if (at >= fixed) return undefined;
    const place = left;
    left += widthOf(column);
    return place;
  });
}

/** The columns of every row, for `grid-template-columns`. */
export const gridColumns = (columns: readonly Column[]): string =>
  `${TICKS}px ${columns.map((it) => `${widthOf(it)}px`).join(' ')}`;

/** Of all columns together. */
export const gridWidth = (columns: readonly Column[]): number =>
  columns.reduce((sum, it) => sum + widthOf(it), TICKS);
