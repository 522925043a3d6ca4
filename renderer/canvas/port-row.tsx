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
  // The document stands still while a wire is drawn, so that ports need not hear of each change of it.
  const fits = useView(
    ({ drawn }) =>
      drawn &&
      fitsDrawn(useDocument.getState().document, drawn).ports.has(portKey(side, { node, port: port.port })),
  );
  const drawnFrom = useView(
    ({ drawn }) => drawn?.side === side && drawn.end.node === node && drawn.end.port === port.port,
  );
  return (
    <div
      className="port"
      data-side={side}
      data-wired={port.wire === undefined ? undefined : ''}
      data-open={port.wire === undefined && port.optional ? '' : undefined}
      data-broken={broken || undefined}
      data-fits={fits === null || drawnFrom ? undefined : fits ? 'yes' : 'no'}
      style={{ ['--port' as string]: kind ? `var(--port-${kind})` : 'var(--text-faint)' }}
      title={[title + (port.optional ? ' (optional)' : ''), shape, port.help].filter(Boolean).join('\n')}
    >
      <PortDot
        side={side}
        port={port.port}
        wire={port.wire}
        className="port-dot"
        label={`${title}, ${side} of ${nodeTitle}${port.optional ? ', optional' : ''}`}
      />
      {side === 'output' && shape && <span className="port-shape truncate">{shape}</span>}
      <span className="port-name truncate">{title}</span>
    </div>
  );
}
