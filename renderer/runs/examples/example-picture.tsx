import { useEffect, useMemo, useRef } from 'react';
import type { Seen } from '../../../src/plan/watching.ts';
import './example-picture.css';
import { picturePixels } from './picture-pixels.ts';

/** An example as a person sees it. */
export function ExamplePicture({ seen, label }: { readonly seen: Seen; readonly label: string }) {
  if (seen.kind === 'text')
    return (
      <section
        className="example-text selectable"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keys
        tabIndex={0}
        aria-label={label}
      >
        {seen.text}
      </section>
    );
  return <Picture seen={seen} label={label} />;
}

function Picture({
  seen,
  label,
}: {
  readonly seen: Extract<Seen, { kind: 'image' }>;
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, values } = useMemo(() => picturePixels(seen), [seen]);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(values, width, height), 0, 0);
  }, [values, width, height]);
  return (
    <canvas
      ref={canvas}
      className="example-picture"
      role="img"
      aria-label={label}
      width={width}
      height={height}
    />
  );
}
