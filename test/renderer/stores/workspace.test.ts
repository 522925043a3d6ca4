import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { edit, goInHistory, redoEdit, undoEdit, useDocument } from '../../../renderer/stores/document.ts';
import { useRuns } from '../../../renderer/stores/runs.ts';
import { closeTab, goByTabs, openTab, reopenTab, showTab } from '../../../renderer/stores/tabs.ts';
import { select, useView } from '../../../renderer/stores/view.ts';
import {
  activeOf,
  bindTo,
  boundTo,
  changeOpen,
  moveDocument,
  useWorkspace,
} from '../../../renderer/stores/workspace.ts';
import { type Document, emptyDocument } from '../../../src/pipeline/document.ts';
import { addNode, setTitle } from '../../../src/pipeline/edits.ts';
import { formatDocument } from '../../../src/pipeline/text.ts';
import { anyEdit } from '../../pipeline/any-edit.ts';
import { anyDocument } from '../../pipeline/arbitrary.ts';

const first = useWorkspace.getState();
const unseen = useView.getInitialState();
beforeEach(() => {
  useWorkspace.setState(first, true);
  useView.setState(unseen, true);
});

const now = () => useWorkspace.getState();
const titles = (): string[] => now().order.map((it) => now().documents[it]?.document.title ?? '');
const keyOf = (title: string): string =>
  now().order.find((it) => now().documents[it]?.document.title === title) ?? '';
const fileOf = (name: string) => ({ ticket: name.padEnd(32, '0'), fileName: `${name}.json`, folder: 'home' });
const texts = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(now().documents).map(([key, { document }]) => [key, formatDocument(document)]),
  );

/** Opens these as tabs, in this order; the last is in front. */
function open(...documents: readonly (string | Document)[]): void {
  for (const it of documents) {
    const document = typeof it === 'string' ? emptyDocument(it) : it;
    openTab(document);
    // An empty one would give way to the next.
    changeOpen(now().active, () => ({ ticket: now().active }));
  }
}

describe('A document that is opened', () => {
  test('takes the place of an empty one that nobody touched, and else a tab beside the one in front', () => {
    open('a');
    expect(titles()).toEqual(['a']);
    open('c');
    showTab(keyOf('a'));
    open('b');
    expect(titles()).toEqual(['a', 'b', 'c']);
    expect(useDocument.getState().document.title).toBe('b');
  });

  test('leaves an empty one that was touched', () => {
    edit('Rename', (it) => setTitle(it, 'mine'));
    undoEdit();
    openTab(emptyDocument('other'));
    expect(titles()).toEqual(['Untitled', 'other']);
  });

  test('goes on from where it was looked at, with what was selected', () => {
    open('a', 'b');
    showTab(keyOf('a'));
    select(['x', 'y'], ['w']);
    useView.setState({ unfolded: new Set(['x']), renaming: 'x' });
    showTab(keyOf('b'));
    const { nodes, unfolded, renaming } = useView.getState();
    expect([nodes.size, unfolded.size, renaming]).toEqual([0, 0, null]);
    select(['z']);
    showTab(keyOf('a'));
    expect([...useView.getState().nodes]).toEqual(['x', 'y']);
    expect([...useView.getState().unfolded]).toEqual(['x']);
    showTab(keyOf('b'));
    expect([...useView.getState().nodes]).toEqual(['z']);
  });

  test('shows the run that was started from it, and no other', () => {
    open('a', 'b');
    useRuns.getState().attach('run of b');
    showTab(keyOf('a'));
    expect(useRuns.getState().attached).toBeNull();
    useRuns.getState().attach('run of a');
    showTab(keyOf('b'));
    expect(useRuns.getState().attached).toBe('run of b');
    goByTabs(-1);
    expect(useRuns.getState().attached).toBe('run of a');
  });
});

describe('Tabs', () => {
  test('are gone through in a circle, both ways', () => {
    open('a', 'b', 'c');
    const seen = [1, 1, 1, -1, -1].map((steps) => {
      goByTabs(steps);
      return useDocument.getState().document.title;
    });
    expect(seen).toEqual(['a', 'b', 'c', 'b', 'a']);
  });

  test('are moved among the others', () => {
    open('a', 'b', 'c');
    moveDocument(keyOf('a'), 1);
    expect(titles()).toEqual(['b', 'a', 'c']);
    moveDocument(keyOf('a'), 99);
    expect(titles()).toEqual(['b', 'c', 'a']);
    moveDocument(keyOf('a'), -1);
    expect(titles()).toEqual(['a', 'b', 'c']);
    const before = now();
    moveDocument(keyOf('b'), 1);
    expect(now()).toBe(before);
  });

  test('that are closed give the front to the one at the right, and at the end to the one at the left', () => {
    open('a', 'b', 'c');
    showTab(keyOf('b'));
    closeTab(keyOf('b'));
    expect(useDocument.getState().document.title).toBe('c');
    closeTab(keyOf('c'));
    expect(useDocument.getState().document.title).toBe('a');
  });

  test('behind the front are closed without a change of what is in front', () => {
    open('a', 'b');
    select(['x']);
    closeTab(keyOf('a'));
    expect(titles()).toEqual(['b']);
    expect([...useView.getState().nodes]).toEqual(['x']);
  });

  test('behind the last one show the gallery, and an empty document that nobody can have changed', () => {
    open('a');
    closeTab(keyOf('a'));
    expect(useView.getState().gallery).toBe('start');
    expect(titles()).toEqual(['Untitled']);
    expect(activeOf(now())).toMatchObject({ ticket: null, history: { past: [], future: [] } });
  });
});

describe('What was closed', () => {
  test('comes back where it was, as it stood, with its history', () => {
    open('a', 'b', 'c');
    showTab(keyOf('b'));
    edit('Add', (it) =>
      addNode(it, 'x', { type: 'test.source', version: 1, position: { x: 0, y: 0 }, params: {} }),
    );
    closeTab(keyOf('b'));
    expect(reopenTab()).toBe(true);
    expect(titles()).toEqual(['a', 'b', 'c']);
    expect(Object.keys(useDocument.getState().document.nodes)).toEqual(['x']);
    expect(undoEdit()).toBe('Add');
    expect(useDocument.getState().document.nodes).toEqual({});
  });

  test('comes back one after the other, the last one first, and takes the place of the empty one', () => {
    open('a', 'b');
    closeTab(keyOf('a'));
    closeTab(keyOf('b'));
    expect(useView.getState().gallery).toBe('start');
    reopenTab();
    expect(titles()).toEqual(['b']);
    expect(useView.getState().gallery).toBe('closed');
    reopenTab();
    expect(titles()).toEqual(['a', 'b']);
    expect(reopenTab()).toBe(false);
  });

  test('of a file is forgotten once that file is opened or written from another tab: it would be older', () => {
    open('a', 'b');
    bindTo(keyOf('a'), fileOf('a'), useDocument.getState().document);
    closeTab(keyOf('a'));
    openTab(emptyDocument('a again'), fileOf('a'));
    expect(reopenTab()).toBe(false);
    closeTab(keyOf('a again'));
    bindTo(keyOf('b'), fileOf('a'), useDocument.getState().document);
    expect(reopenTab()).toBe(false);
  });
});

type Step =
  | { readonly do: 'edit'; readonly edit: (document: Document) => Document }
  | { readonly do: 'undo' | 'redo' | 'save' | 'close' | 'reopen' }
  | { readonly do: 'show' | 'move' | 'travel'; readonly at: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: anyEdit.map((it): Step => ({ do: 'edit', edit: it })) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ do: 'undo' }, { do: 'redo' }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('show' as const, 'move' as const), at: fc.nat(7) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('travel' as const), at: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'save' }, { do: 'close' }, { do: 'reopen' }) },
);

function take(step: Step): void {
  const { order, active } = now();
  if (step.do === 'edit') edit('edit', step.edit);
  else if (step.do === 'undo') undoEdit();
  else if (step.do === 'redo') redoEdit();
  else if (step.do === 'show') showTab(order[step.at % order.length] ?? '');
  else if (step.do === 'move') moveDocument(active, step.at);
  else if (step.do === 'travel') goInHistory(step.at);
  else if (step.do === 'save') bindTo(active, fileOf(active.slice(0, 8)), useDocument.getState().document);
  else if (step.do === 'close' && order.length > 1) closeTab(active);
  else if (step.do === 'reopen') reopenTab();
}

describe('Whatever is done in some tabs', () => {
  test('changes the one in front alone, and never what another holds, can undo, or is bound to', () => {
    fc.assert(
      fc.property(
        fc.array(anyDocument, { minLength: 2, maxLength: 4 }),
        fc.array(anyStep, { maxLength: 60 }),
        (documents, steps) => {
          useWorkspace.setState(first, true);
          open(...documents);
          for (const step of steps) {
            const before = now();
            take(step);
            const after = now();
            for (const [key, it] of Object.entries(after.documents))
              if (key !== before.active && before.documents[key]) expect(it).toBe(before.documents[key]);
            expect(new Set(after.order)).toEqual(new Set(Object.keys(after.documents)));
            expect(after.documents[after.active]).toBeDefined();
            const tickets = Object.values(after.documents).flatMap((it) => it.ticket ?? []);
            expect(new Set(tickets).size).toBe(tickets.length);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('is undone in each to its first bytes, and redone to its last, whichever is in front meanwhile', () => {
    fc.assert(
      fc.property(
        fc.array(anyDocument, { minLength: 2, maxLength: 3 }),
        fc.array(fc.tuple(anyEdit, fc.nat(2)), { minLength: 500, maxLength: 500 }),
        (documents, edits) => {
          useWorkspace.setState(first, true);
          open(...documents);
          const begun = texts();
          for (const [change, at] of edits) {
            showTab(now().order[at % now().order.length] ?? '');
            edit('edit', small(change));
          }
          const ended = texts();
          const left = new Set(now().order);
          // In turns, a step here and a step there.
          for (let at = 0; left.size > 0; at += 1) {
            const key = [...left][at % left.size] ?? '';
            showTab(key);
            if (undoEdit() === undefined) left.delete(key);
          }
          expect(texts()).toEqual(begun);
          for (const key of now().order.toReversed()) {
            showTab(key);
            while (redoEdit() !== undefined);
          }
          expect(texts()).toEqual(ended);
        },
      ),
      { numRuns: 4 },
    );
  });
});

/** Five hundred edits that each may double a document would end at its limits: from some size on, only what is small counts. */
const small =
  (change: (document: Document) => Document) =>
  (document: Document): Document => {
    const next = change(document);
    const count = ({ nodes, wires, notes, frames }: Document): number =>
      [nodes, wires, notes, frames].reduce((sum, it) => sum + Object.keys(it).length, 0);
    return count(next) > 60 && count(next) > count(document) ? document : next;
  };

describe('A file', () => {
  test('is found in the tab that it is open in', () => {
    open('a', 'b');
    bindTo(keyOf('a'), fileOf('a'), emptyDocument());
    expect(boundTo(now(), fileOf('a').ticket)?.document.title).toBe('a');
    expect(boundTo(now(), fileOf('b').ticket)).toBeUndefined();
  });
});
