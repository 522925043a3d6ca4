import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from '../../src/pipeline/diff.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { addWire, moveNodes, newId, removeNodes, setParam, setTitle } from '../../src/pipeline/edits.ts';
import { cutFragment, duplicate, paste } from '../../src/pipeline/fragment.ts';
import {
  emptyHistory,
  HISTORY_LIMIT,
  type History,
  record,
  redo,
  travel,
  undo,
} from '../../src/pipeline/history.ts';
import { formatDocument, parseDocument } from '../../src/pipeline/text.ts';
import { anyEdit, type Edit } from './any-edit.ts';
import { anyDocument, drawn } from './arbitrary.ts';

const gesture = fc.option(fc.constantFrom('drag-1', 'drag-2'), { nil: undefined });

function perform(start: Document, edits: readonly (readonly [Edit, string | undefined])[]) {
  let document = start;
  let history: History = emptyHistory;
  const states: string[] = [formatDocument(start)];
  for (const [edit, by] of edits) {
    const next = edit(document);
    history = record(history, 'edit', diff(document, next), by);
    document = next;
    states.push(formatDocument(document));
  }
  return { document, history, states };
}

describe('undo', () => {
  test('200 random edit sequences are undone to the same bytes, and redone to the same bytes', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(fc.tuple(anyEdit, gesture), { maxLength: 40 }), (start, edits) => {
        const frozen = deepFreeze(start);
        const { document, history, states } = perform(frozen, edits);
        const first = travel(history, document, 0);
        expect(formatDocument(first.document)).toBe(states[0]);
        const last = travel(first.history, first.document, history.past.length);
        expect(formatDocument(last.document)).toBe(states.at(-1));
        expect(last.history.past).toHaveLength(history.past.length);
      }),
      { numRuns: 200 },
    );
  });

  test('each single step back is the state before it', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(anyEdit, { maxLength: 15 }), (start, edits) => {
        const run = perform(
          start,
          edits.map((edit) => [edit, undefined] as const),
        );
        const distinct = run.states.filter((it, at) => at === 0 || it !== run.states[at - 1]);
        let at: { history: History; document: Document } | undefined = run;
        for (const expected of distinct.toReversed()) {
          expect(at && formatDocument(at.document)).toBe(expected);
          at = at && undo(at.history, at.document);
        }
        expect(at).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  test('whatever is drawn can be saved and opened again', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(anyEdit, { maxLength: 20 }), (start, edits) => {
        const document = edits.reduce((it, edit) => edit(it), start);
        const opened = parseDocument(formatDocument(document));
        expect(opened.ok && formatDocument(opened.value)).toBe(formatDocument(document));
      }),
      { numRuns: 200 },
    );
  });

  test('one gesture is one entry, and a gesture that ends where it began is none', () => {
    const start = drawn({ a: 'test.source' });
    const drag = [10, 20, 30].map((x) => (it: Document) => moveNodes(it, { a: { x, y: 0 } }));
    const { history } = perform(
      start,
      drag.map((edit) => [edit, 'drag']),
    );
    expect(history.past).toHaveLength(1);
    expect(history.past[0]?.change.nodes.updated.a?.to.position).toEqual({ x: 30, y: 0 });
    const back = perform(
      start,
      [...drag, (it: Document) => moveNodes(it, { a: { x: 0, y: 0 } })].map((edit) => [edit, 'drag']),
    );
    expect(back.history.past).toHaveLength(0);
  });

  test('a gesture that was undone is over', () => {
    const start = drawn({ a: 'test.source' });
    const once = perform(start, [[(it) => moveNodes(it, { a: { x: 5, y: 0 } }), 'drag']]);
    const undone = undo(once.history, once.document);
    const again = undone && redo(undone.history, undone.document);
    if (!again) throw new Error('nothing to redo');
    const moved = moveNodes(again.document, { a: { x: 9, y: 0 } });
    expect(record(again.history, 'move', diff(again.document, moved), 'drag').past).toHaveLength(2);
  });

  test('a new edit forgets what was undone, and an edit without effect does not', () => {
    const start = drawn({ a: 'test.source' });
    const once = perform(start, [[(it) => setTitle(it, 'one'), undefined]]);
    const undone = undo(once.history, once.document);
    if (!undone) throw new Error('nothing to undo');
    expect(undone.label).toBe('edit');
    expect(record(undone.history, 'nothing', diff(start, start)).future).toHaveLength(1);
    expect(record(undone.history, 'two', diff(start, setTitle(start, 'two'))).future).toHaveLength(0);
  });

  test('the oldest entries go when there are too many', () => {
    const edits = Array.from(
      { length: HISTORY_LIMIT + 5 },
      (_, at) => [(it: Document) => setTitle(it, `${at}`), undefined] as const,
    );
    const { document, history } = perform(drawn({}), edits);
    expect(history.past).toHaveLength(HISTORY_LIMIT);
    expect(travel(history, document, 0).document.title).toBe('4');
  });
});

describe('edits', () => {
  test('share what they do not touch', () => {
    const before = drawn({ a: 'test.source', b: 'test.goal' }, ['a.loss > b.loss']);
    const after = setParam(before, 'a', 'factor', 2);
    expect(after.nodes.b).toBe(before.nodes.b);
    expect(after.wires).toBe(before.wires);
    expect(setParam(after, 'a', 'factor', 2)).toBe(after);
    expect(setParam(before, 'nobody', 'factor', 2)).toBe(before);
    expect(removeNodes(before, ['nobody'])).toBe(before);
  });

  test('a wire to a taken input takes its place', () => {
    const before = drawn({ a: 'test.source', c: 'test.source', b: 'test.goal' }, ['a.loss > b.loss']);
    const after = addWire(before, { from: { node: 'c', port: 'loss' }, to: { node: 'b', port: 'loss' } });
    expect(Object.values(after.wires).map((it) => it.from.node)).toEqual(['c']);
  });

  test('removing a node removes its wires and no other', () => {
    const before = drawn({ a: 'test.source', b: 'test.add', c: 'test.goal' }, [
      'a.loss > b.a',
      'b.loss > c.loss',
    ]);
    expect(Object.keys(removeNodes(before, ['a']).wires)).toEqual(['wire-1']);
    expect(Object.keys(removeNodes(before, ['b']).wires)).toEqual([]);
  });

  test('ids are readable, free and the same each time', () => {
    expect(newId({}, 'student')).toBe('student');
    expect(newId({ student: 1, 'student-2': 1 }, 'student')).toBe('student-3');
    expect(newId({}, 'constructor')).toBe('id-constructor');
    expect(newId({}, '2 words!')).toBe('id-2-words-');
    expect(newId({}, 'x'.repeat(500)).length).toBeLessThanOrEqual(64);
  });

  test('a position that is no number is not taken', () => {
    const before = drawn({ a: 'test.source' });
    expect(moveNodes(before, { a: { x: Number.NaN, y: 0 } })).toBe(before);
  });

  test('a parameter may not bear a name that JavaScript gives a meaning to', () => {
    expect(() => setParam(drawn({ a: 'test.source' }), 'a', '__proto__', 1)).toThrow('[document-key]');
  });
});

describe('copy and paste', () => {
  const original = drawn({ a: 'test.source', b: 'test.weigh', c: 'test.goal' }, [
    'a.loss > b.loss',
    'b.loss > c.loss',
  ]);

  test('a selection goes through text with the wires inside of it, under new ids, centred where asked', () => {
    const spread = moveNodes(original, { b: { x: 200, y: 100 } });
    const text = formatDocument(cutFragment(spread, new Set(['a', 'b'])));
    expect(text).not.toContain('"c"');
    const fragment = parseDocument(text);
    if (!fragment.ok) throw new Error(fragment.problem.message);
    const pasted = paste(spread, fragment.value, { x: 1000, y: 1000 });
    expect(pasted.nodes).toEqual(['a-2', 'b-2']);
    expect(pasted.document.nodes['a-2']?.position).toEqual({ x: 900, y: 950 });
    expect(pasted.document.nodes['b-2']?.position).toEqual({ x: 1100, y: 1050 });
    expect(Object.values(pasted.document.wires).filter((it) => it.from.node.endsWith('-2'))).toEqual([
      { from: { node: 'a-2', port: 'loss' }, to: { node: 'b-2', port: 'loss' } },
    ]);
    expect(Object.keys(pasted.document.wires)).toHaveLength(3);
  });

  test('a copy of a copy counts on', () => {
    const twice = duplicate(duplicate(original, new Set(['a'])).document, new Set(['a-2']));
    expect(twice.nodes).toEqual(['a-3']);
  });

  test('what would no longer open is refused', () => {
    const many = drawn(
      Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`n-${at}`, 'test.source'])),
    );
    expect(() => duplicate(many, new Set(Object.keys(many.nodes)))).toThrow('[document-crowded]');
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
