import { formatValue } from '../format.ts';
import type { Trend } from './trend.ts';

const [WIDTH, HEIGHT] = [160, 22];

/** A line as high as a row. */
export function TrendLine({ trend, name }: { readonly trend: Trend | undefined; readonly name: string }) {
  if (!trend || trend.points.length === 0) return null;
  const places = trend.points.map(([x, y]) => [x * WIDTH, 2 + y * (HEIGHT - 4)] as const);
  const [lastX = 0, lastY = 0] = places.at(-1) ?? [];
  return (
    <svg
      className="trend-line"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Gradient of ${name}: ${formatValue(trend.first)} at first, ${formatValue(trend.last)} now`}
    >
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="trend-ground" />
      <polyline points={places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
      <circle cx={lastX} cy={lastY} r={2} />
    </svg>
  );
}
