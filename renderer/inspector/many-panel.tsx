import { titleOf } from '../../src/pipeline/check.ts';
import { canvasCommands } from '../canvas/canvas-commands.ts';
import { alignSelected, disconnectSelected } from '../canvas/canvas-edits.ts';
import { definitions, definitionsIn } from '../catalogue.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { showNode } from '../runs/show-node.ts';
import { useDocument } from '../stores/document.ts';

/** So many are listed by name. */
const LISTED = 40;

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const titleFor = (nodes: number, notes: number): string =>
  [...(nodes > 0 ? [counted(nodes, 'node')] : []), ...(notes > 0 ? [counted(notes, 'note')] : [])].join(', ');

/** Several nodes or notes: what they are, and what can be done with all of them. */
export function ManyPanel({ nodes, notes }: { nodes: readonly string[]; notes: readonly string[] }) {
  const document = useDocument((it) => it.document);
  return (
    <>
      <h2 className="inspector-title">{titleFor(nodes.length, notes.length)}</h2>
      <section className="inspector-section" aria-label="Actions">
        <div className="inspector-actions">
          <Button size="small" icon="duplicate" onClick={canvasCommands.duplicate}>
            Duplicate
          </Button>
          <Button size="small" icon="copy" onClick={canvasCommands.copy}>
            Copy
          </Button>
          <Button size="small" icon="link" onClick={disconnectSelected}>
            Disconnect
          </Button>
          <Button size="small" icon="trash" onClick={canvasCommands.delete}>
            Delete
          </Button>
        </div>
        <div className="inspector-actions">
          <Button size="small" onClick={() => alignSelected('column')}>
            Align in a column
          </Button>
          <Button size="small" onClick={() => alignSelected('row')}>
            Align in a row
          </Button>
          <Button size="small" onClick={canvasCommands.arrange}>
            Arrange
          </Button>
          <Button size="small" onClick={canvasCommands.frame}>
            Frame
          </Button>
        </div>
      </section>
      <section className="inspector-section" aria-label="Nodes">
        <ul className="inspector-list">
          {nodes.slice(0, LISTED).map((id) => {
            const category = definitionsIn(document).get(document.nodes[id]?.type ?? '')?.category;
            return (
              <li
                key={id}
                style={{ ['--category' as string]: category ? `var(--category-${category})` : 'inherit' }}
              >
                <button type="button" onClick={() => showNode(id)}>
                  <Icon name={category ?? 'help'} />
                  <span className="truncate">{titleOf(document, definitions, id)}</span>
                </button>
              </li>
            );
          })}
        </ul>
        {nodes.length > LISTED && <p className="inspector-note">and {nodes.length - LISTED} more</p>}
      </section>
    </>
  );
}
