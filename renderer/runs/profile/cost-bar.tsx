import './cost-bar.css';

/** From this share on a bar has its full colour: half of a step is as much as one thing should take. */
const FULL = 0.5;

/** A share as a bar, coloured by how much it is. Its figures stand beside it, so that it is not read aloud. */
export function CostBar({ share }: { readonly share: number }) {
  const heat = Math.round(Math.min(1, share / FULL) * 100);
  return (
    <span
      className="cost-bar"
      aria-hidden="true"
      style={{
        ['--share' as string]: `${share * 100}%`,
        ['--heat' as string]: `color-mix(in oklab, var(--heat-high) ${heat}%, var(--heat-low))`,
      }}
    />
  );
}
