import { useLayoutEffect, useRef } from 'react';
import type { PortSpec } from '../../src/pipeline/ports.ts';
import { Icon } from '../design/icon.tsx';
import { firstParagraph } from './first-paragraph.ts';
import './help-card.css';
import { useShownHelp } from './shown-help.ts';

/** What the kind of node under the pointer is, beside the palette. */
export function HelpCard() {
  const shown = useShownHelp((it) => it.shown);
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current;
    if (!element || !shown) return;
    if (!element.matches(':popover-open')) element.showPopover();
    const { height } = element.getBoundingClientRect();
    element.style.left = `${shown.beside.right + 12}px`;
    element.style.top = `${Math.max(8, Math.min(innerHeight - height - 8, shown.beside.top - 8))}px`;
  }, [shown]);
  if (!shown) return null;
  const { category, title, summary, help, inputs, outputs } = shown.definition;
  return (
    <div
      ref={card}
      popover="manual"
      role="tooltip"
      className="help-card"
      style={{ ['--category' as string]: `var(--category-${category})` }}
    >
      <p className="help-card-title">
        <Icon name={category} />
        {title}
      </p>
      <p>{summary}</p>
      <p className="help-card-more">{firstParagraph(help)}</p>
      <div className="help-card-ports">
        <Ports title="Inputs" ports={inputs} />
        <Ports title="Outputs" ports={outputs} />
      </div>
    </div>
  );
}

function Ports({ title, ports }: { title: string; ports: Readonly<Record<string, PortSpec>> }) {
  const entries = Object.entries(ports);
  if (entries.length === 0) return null;
  return (
    <div>
      <p className="help-card-side">{title}</p>
      <ul>
        {entries.map(([port, spec]) => (
          <li key={port} style={{ ['--port' as string]: `var(--port-${spec.kind})` }}>
            {spec.title ?? port}
            {spec.optional && <span> optional</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
