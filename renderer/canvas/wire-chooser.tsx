import { titleOf } from '../../src/pipeline/check.ts';
import { addWire } from '../../src/pipeline/edits.ts';
import { definitions } from '../catalogue.ts';
import { bestFirst } from '../design/best-first.ts';
import { type Choice, Chooser } from '../design/chooser.tsx';
import { checkedGraph, edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { type PossibleWire, possibleWires } from './possible-wires.ts';
import { surface } from './surface.ts';

type WireChoice = Choice & { readonly wire: PossibleWire['wire'] };

/** The search for a wire of a node, by which all can be wired without a pointer; nothing while nobody asks. */
export function WireChooser() {
  const node = useView((it) => it.wiring);
  return node !== null && <Search key={node} node={node} />;
}

const leave = (): void => void useView.setState({ wiring: null });

function close(node: string): void {
  leave();
  surface()?.focusNode(node);
}

function Search({ node }: { node: string }) {
  const document = useDocument((it) => it.document);
  const all = possibleWires(document, checkedGraph(document), node).map(choiceOf);
  const title = titleOf(document, definitions, node);
  return (
    <Chooser
      size="wide"
      label={`Search a wire of ${title}`}
      listLabel="Wires"
      search={(query) => bestFirst(query, all, (it) => ({ title: it.title, summary: it.detail }))}
      none={(query) =>
        all.length === 0
          ? `Nothing here fits to a port of ${title}.`
          : `No port that fits is called “${query}”.`
      }
      place={({ width }) => ({ x: (innerWidth - width) / 2, y: 72 })}
      onChoose={({ wire }) => {
        edit('Draw wire', (it) => addWire(it, wire));
        close(node);
      }}
      onClose={() => close(node)}
      onLeave={leave}
    />
  );
}

function choiceOf({ wire, own, side, far, instead }: PossibleWire): WireChoice {
  const { from, to } = wire;
  return {
    id: `${from.node}-${from.port}-${to.node}-${to.port}`.replace(/[^A-Za-z0-9-]/g, '_'),
    title: side === 'input' ? `${own} ← ${far}` : `${own} → ${far}`,
    detail: instead === undefined ? 'free' : `instead of ${instead}`,
    icon: 'link',
    wire,
  };
}
