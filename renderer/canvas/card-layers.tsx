import { Icon } from '../design/icon.tsx';
import './card-layers.css';
import type { CardView } from './card-view.ts';
import { ScrolledPorts } from './flow/scrolled-ports.tsx';
import { toggleLayers } from './layers-shown.ts';
import { PortRow } from './port-row.tsx';

type CardLayersProps = { readonly id: string; readonly view: CardView; readonly unfolded: boolean };

/**
 * The layers of a node's network; each is a port from which a wire can be drawn. Those that are wired stand among the outputs,
 * in sight wherever a long list was scrolled to.
 */
export function CardLayers({ id, view, unfolded }: CardLayersProps) {
  const { layers, title } = view;
  const listed = layers.filter((it) => it.wire === undefined);
  const words = layers.length === 1 ? '1 layer' : `${layers.length} layers`;
  return (
    <div className="card-layers">
      <button
        type="button"
        className="card-layers-toggle nodrag nopan"
        aria-expanded={unfolded}
        aria-label={`${words} of ${title}`}
        title={unfolded ? 'Hide the layers (L)' : 'List the layers, to draw wires from them (L)'}
        onClick={() => toggleLayers([id])}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <span>{words}</span>
        <Icon name={unfolded ? 'chevron-up' : 'chevron-down'} size={12} />
      </button>
      {unfolded && (
        <ScrolledPorts node={id} className="card-layers-list" ports={listed.map((it) => it.port).join(' ')}>
          {listed.map((port) => (
            <PortRow key={port.port} node={id} nodeTitle={title} port={port} broken={false} />
          ))}
        </ScrolledPorts>
      )}
    </div>
  );
}
