type LiveRegionProps = {
  /** Said aloud each time that it changes. */
  readonly text: string;
  /** `assertive` breaks into what is being said. */
  readonly politeness?: 'polite' | 'assertive';
};

/** Words for screen readers alone. Stays mounted while its text changes, or nothing is said. */
export function LiveRegion({ text, politeness = 'polite' }: LiveRegionProps) {
  return (
    <div className="only-heard" role="status" aria-live={politeness} aria-atomic="true">
      {text}
    </div>
  );
}
