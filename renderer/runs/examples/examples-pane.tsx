import type { ReactNode } from 'react';
import './examples-tab.css';

/** Where cards stand: scrolled by keys, as there is nothing among them to be chosen. */
export function ExamplesPane({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keys
    <section className="examples-main" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
