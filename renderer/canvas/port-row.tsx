import { useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import type { CardPort } from './card-content.ts';
import { fitsDrawn } from './fits-drawn.ts';
import { portKey } from './fitting-ports.ts';
import { PortDot } from './flow/port-dot.tsx';
import './port-row.css';

type PortRowProps = {
  readonly node: string;
  readonly nodeTitle: string;
  readonly port: CardPort;
  readonly broken: boolean;
};

/** A port with its name and, where it is known, what flows through it. */
export function PortRow({ node, nodeTitle, port, broken }: PortRowProps) {
  const { side, title, kind, shape } = port;
  const document = useDocument((it) => it.document);
  const fits = useView(
    ({ drawn }) => drawn && fitsDrawn(document, drawn).has(portKey(side, { node, port: port.port })),
  );
  const drawnFrom = useView(
    ({ drawn }) => drawn?.side === side && drawn.end.node === node && drawn.end.port === port.port,
  );
  return (
    <div
      className="port"
      data-side={side}
      data-optional={port.optional || undefined}
      data-wired={port.wired || undefined}
      data-broken={broken || undefined}
      data-fits={fits === null || drawnFrom ? undefined : fits ? 'yes' : 'no'}
      style={{ ['--port' as string]: kind ? `var(--port-${kind})` : 'var(--text-faint)' }}
      title={[title + (port.optional ? ' (optional)' : ''), shape, port.help].filter(Boolean).join('\n')}
    >
      <PortDot
        side={side}
        port={port.port}
        className="port-dot"
        label={`${title}, ${side} of ${nodeTitle}${port.optional ? ', optional' : ''}`}
      />
      {side === 'output' && shape && <span className="port-shape truncate">{shape}</span>}
      <span className="port-name truncate">{title}</span>
    </div>
  );
}
