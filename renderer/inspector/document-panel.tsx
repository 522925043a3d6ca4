import { setDescription, setTitle } from '../../src/pipeline/edits.ts';
import { Field } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { ProblemList } from '../runs/problem-list.tsx';
import { checkedGraph, edit, useDocument } from '../stores/document.ts';
import './document-panel.css';
import { problemsInOrder } from './problems-in-order.ts';
import { newGesture } from './use-draft.ts';

/** The pipeline as a whole: its name, what it is for, what is wrong with it. */
export function DocumentPanel() {
  const document = useDocument((it) => it.document);
  const problems = problemsInOrder(checkedGraph(document).problems);
  const errors = problems.filter((it) => it.severity === 'error').length;
  const nodes = Object.keys(document.nodes).length;
  const wires = Object.keys(document.wires).length;
  return (
    <>
      <div className="document-panel">
        <Field label="Title">
          {(control) => (
            <input
              {...control}
              type="text"
              className="input"
              value={document.title}
              onFocus={beginTyping}
              onChange={({ currentTarget: { value } }) =>
                edit('Change title', (it) => setTitle(it, value), typing)
              }
            />
          )}
        </Field>
        <Field label="Description">
          {(control) => (
            <textarea
              {...control}
              className="input"
              rows={4}
              placeholder="What this pipeline is for"
              value={document.description}
              onFocus={beginTyping}
              onChange={({ currentTarget: { value } }) =>
                edit('Change description', (it) => setDescription(it, value), typing)
              }
            />
          )}
        </Field>
        <p className="inspector-note">
          {counted(nodes, 'node')} · {counted(wires, 'wire')}
        </p>
      </div>
      {nodes > 0 && (
        <section className="inspector-section" aria-label="Problems">
          <h3 className="inspector-heading">
            {problems.length === 0 ? 'Ready to run' : told(errors, problems.length - errors)}
          </h3>
          {problems.length === 0 ? (
            <p className="document-ready">
              <Icon name="check" />
              Every wire fits, and nothing that is needed is missing.
            </p>
          ) : (
            <ProblemList problems={problems} />
          )}
        </section>
      )}
    </>
  );
}

/** What is typed into one field without leaving it is one step of the history. */
let typing = newGesture();
const beginTyping = (): void => {
  typing = newGesture();
};

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const told = (errors: number, warnings: number): string =>
  [errors > 0 && counted(errors, 'problem'), warnings > 0 && counted(warnings, 'warning')]
    .filter(Boolean)
    .join(', ');
