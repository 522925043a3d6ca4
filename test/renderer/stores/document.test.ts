import { beforeEach, describe, expect, test } from 'vitest';
import {
  checkedGraph,
  edit,
  isDirty,
  redoEdit,
  replaceDocument,
  shownName,
  undoEdit,
  useDocument,
} from '../../../renderer/stores/document.ts';
import { bindTo } from '../../../renderer/stores/workspace.ts';
import { emptyDocument, LIMITS } from '../../../src/pipeline/document.ts';
import { addNode, addNote, moveNodes, setTitle, updateNote } from '../../../src/pipeline/edits.ts';
import { ProblemError } from '../../../src/pipeline/problem.ts';

const node = { type: 'data.mnist', version: 1, position: { x: 0, y: 0 }, params: {} };
const open = () => useDocument.getState();
const save = (fileName: string): void =>
  bindTo(open().key, { ticket: '0'.repeat(32), fileName, folder: 'home' }, open().document);

beforeEach(() => replaceDocument(emptyDocument()));

describe('An edit', () => {
  test('is undone and redone under its name', () => {
    edit('Add MNIST', (it) => addNode(it, 'mnist', node));
    expect(undoEdit()).toBe('Add MNIST');
    expect(open().document.nodes).toEqual({});
    expect(redoEdit()).toBe('Add MNIST');
    expect(open().document.nodes).toEqual({ mnist: node });
    expect(redoEdit()).toBeUndefined();
  });

  test('of one gesture is one step with the others of it', () => {
    edit('Add MNIST', (it) => addNode(it, 'mnist', node));
    for (const x of [10, 20, 30]) edit('Move', (it) => moveNodes(it, { mnist: { x, y: 0 } }), 'drag-1');
    undoEdit();
    expect(open().document.nodes.mnist?.position).toEqual({ x: 0, y: 0 });
  });

  test('that changes nothing leaves no step', () => {
    expect(edit('Rename', (it) => setTitle(it, it.title))).toBe(false);
    expect(edit('Rename', (it) => ({ ...it }))).toBe(false);
    expect(open().history.past).toEqual([]);
  });

  test('that is refused changes nothing', () => {
    const before = open();
    const refuse = () => {
      throw new ProblemError({
        code: 'document-crowded',
        message: 'Too many.',
        allowed: `at most ${LIMITS.nodes}`,
      });
    };
    expect(edit('Add', refuse)).toBe(false);
    expect(open()).toBe(before);
  });

  test('that fails for another reason is not hidden', () => {
    const fail = () => {
      throw new TypeError('a mistake of ours');
    };
    expect(() => edit('Add', fail)).toThrow(TypeError);
  });
});

describe('A document', () => {
  test('is unsaved by what differs, not by how often it was touched', () => {
    expect(isDirty(open())).toBe(false);
    edit('Rename', (it) => setTitle(it, 'Other'));
    expect(isDirty(open())).toBe(true);
    edit('Rename', (it) => setTitle(it, 'Untitled'));
    expect(isDirty(open())).toBe(false);
  });

  test('is unsaved again where an undo goes back behind the save', () => {
    edit('Rename', (it) => setTitle(it, 'Other'));
    save('other.json');
    expect(isDirty(open())).toBe(false);
    undoEdit();
    expect(isDirty(open())).toBe(true);
  });

  test('that was recovered is unsaved whatever it holds', () => {
    replaceDocument(emptyDocument(), { saved: null });
    expect(isDirty(open())).toBe(true);
  });

  test('that takes the place of another has its own key and nothing to undo', () => {
    edit('Rename', (it) => setTitle(it, 'Other'));
    const { key } = open();
    replaceDocument(emptyDocument('New'));
    expect(open().key).not.toBe(key);
    expect(undoEdit()).toBeUndefined();
  });

  test('is called by its file, else by its title', () => {
    expect(shownName(open())).toBe('Untitled');
    edit('Rename', (it) => setTitle(it, '  '));
    expect(shownName(open())).toBe('Untitled');
    save('mine.JSON');
    expect(shownName(open())).toBe('mine');
  });
});

describe('The check of a document', () => {
  test('is not made anew by what is written beside the nodes', () => {
    edit('Add MNIST', (it) => addNode(it, 'mnist', node));
    const { problems } = checkedGraph(open().document);
    const note = { text: '', position: { x: 0, y: 0 }, width: 200, height: 100 };
    edit('Add note', (it) => addNote(it, 'note', note));
    edit('Write note', (it) => updateNote(it, 'note', { text: 'a' }));
    const noted = checkedGraph(open().document);
    expect(noted.problems).toBe(problems);
    expect(noted.document).toBe(open().document);
    expect(noted.effective.notes).toEqual({ note: { ...note, text: 'a' } });
  });

  test('is made anew where a node changes', () => {
    edit('Add MNIST', (it) => addNode(it, 'mnist', node));
    const before = checkedGraph(open().document);
    edit('Unknown', (it) => addNode(it, 'other', { ...node, type: 'data.nothing' }));
    const { problems } = checkedGraph(open().document);
    expect(problems.map((it) => it.code)).toContain('unknown-node');
    expect(before.problems.map((it) => it.code)).not.toContain('unknown-node');
  });
});
