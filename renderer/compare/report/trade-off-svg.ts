import type { Picture } from '../../picture/draw-picture.ts';
import type { Column } from '../columns.ts';
import { axisTitle, tickText } from '../tick-text.ts';
import { frontPath, type TradeOff, type TradePoint } from '../trade-off/trade-off.ts';
import { type Html, html } from './html.ts';

const SIZE = { width: 880, height: 420 };
const EDGE = { left: 76, right: 24, top: 18, bottom: 52 };

/**
 * The trade-off as a picture for a page: the same points and front as in the window, in the page's own colours.
 *
 * @param now milliseconds since 1970
 */
export function tradeOffSvg(drawn: TradeOff, x: Column, y: Column, now: number): Html {
  const width = SIZE.width - EDGE.left - EDGE.right;
  const height = SIZE.height - EDGE.top - EDGE.bottom;
  const across = (value: number): number => EDGE.left + drawn.x.at(value) * width;
  const up = (value: number): number => EDGE.top + (1 - drawn.y.at(value)) * height;
  const place = (it: TradePoint) => ({ x: across(it.x), y: up(it.y) });
  const best = new Set(drawn.front);
  const right = EDGE.left + width;
  const foot = EDGE.top + height;
  const rows = drawn.y.ticks.map(
    (it) =>
      html`<path class="grid" d="M${EDGE.left} ${up(it).toFixed(1)}H${right}"/><text x="${EDGE.left - 8}" y="${(up(it) + 4).toFixed(1)}" text-anchor="end">${tickText(y, it, now)}</text>`,
  );
  const lines = drawn.x.ticks.map(
    (it) =>
      html`<path class="grid" d="M${across(it).toFixed(1)} ${EDGE.top}V${foot}"/><text x="${across(it).toFixed(1)}" y="${foot + 18}" text-anchor="middle">${tickText(x, it, now)}</text>`,
  );
  const points = drawn.points.map((it) => {
    const { x: left, y: top } = place(it);
    return html`<circle class="${best.has(it) ? 'best' : 'point'}" cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="5"><title>${it.entry.summary.title}</title></circle>`;
  });
  return html`<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${axisTitle(y)} against ${axisTitle(x)}">${rows}${lines}<path class="front" d="${frontPath(drawn.front, place)}"/>${points}<text class="axis" x="${right}" y="${foot + 40}" text-anchor="end">${axisTitle(x)}</text><text class="axis" x="${EDGE.left + 8}" y="${EDGE.top + 12}">${axisTitle(y)}</text></svg>`;
}

/** Light colours, since a picture of its own follows nobody's theme. */
const STYLE =
  'svg{background:#fff}text{fill:#4b4d4f;font:12px sans-serif}.axis{fill:#191b1c;font-weight:600}.grid{stroke:#dfe2e5}.point{fill:#6e7278}.best{fill:#127367}.front{fill:none;stroke:#127367;stroke-width:1.5}';

/** The same as a file of its own. */
export function standaloneFigure({ html: markup }: Html): Picture {
  const { width, height } = SIZE;
  const svg = markup.replace(
    '<svg ',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" `,
  );
  return { svg: svg.replace('>', `><style>${STYLE}</style>`), width, height };
}
