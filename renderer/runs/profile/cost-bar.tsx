import './cost-bar.css';

/** From this share on a bar has its full colour: half of a step is as much as one thing should take. */
const FULL = 0.5;

/** A share as a bar, coloured by how much it is unless a colour is given. Its figures stand beside it, so that it is not read aloud. */
export function CostBar({ share, colour }: { readonly share: number; readonly colour?: string }) {
  return (
    <span
      className="cost-bar"
      aria-hidden="true"
      style={{
        ['--share' as string]: `${share * 100}%`,
        ['--heat' as string]: colour ?? heatOf(share),
      }}
    />
  );
}

/** By way of a middle: straight from cold to hot, colours would turn grey. */
function heatOf(share: number): string {
  const heat = Math.min(1, share / FULL) * 2;
  const [from, to] = heat < 1 ? ['low', 'middle'] : ['middle', 'high'];
  return `color-mix(in oklab, var(--heat-${to}) ${Math.round((heat < 1 ? heat : heat - 1) * 100)}%, var(--heat-${from}))`;
}
