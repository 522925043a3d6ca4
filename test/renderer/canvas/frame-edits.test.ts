import { beforeEach, describe, expect, test } from 'vitest';
import { frameInHand, paintFrame, paints } from '../../../renderer/canvas/frame-colours.ts';
import {
  fitFrame,
  frameSelected,
  heldBy,
  moveFrame,
  resizeFrame,
} from '../../../renderer/canvas/frame-edits.ts';
import { edit, replaceDocument, undoEdit, useDocument } from '../../../renderer/stores/document.ts';
import { select, useView } from '../../../renderer/stores/view.ts';
import { addNote } from '../../../src/pipeline/edits.ts';
import { drawing } from './drawing.ts';

const now = () => useDocument.getState().document;

beforeEach(() => {
  replaceDocument(drawing({ a: 'data.mnist', b: 'data.split', c: 'model.student' }));
  select([]);
});

describe('a frame', () => {
  test('is drawn around what is selected, and is one step of the history', () => {
    const before = now();
    select(['a', 'b']);
    frameSelected();
    expect(heldBy(now(), 'frame').nodes).toEqual(['a', 'b']);
    expect(useView.getState().renamingFrame).toBe('frame');
    undoEdit();
    expect(now()).toEqual(before);
  });

  test('is not drawn around nothing', () => {
    frameSelected();
    expect(now().frames).toEqual({});
  });

  test('moves what it held when it was taken hold of, and nothing that it passes over', () => {
    select(['a']);
    frameSelected();
    const held = heldBy(now(), 'frame');
    const to = moveFrame(now(), 'frame', held, { x: 300, y: 0 });
    expect(to.nodes.a?.position.x).toBe((now().nodes.a?.position.x ?? 0) + 300);
    expect(to.nodes.b).toBe(now().nodes.b);
    const back = moveFrame(to, 'frame', held, { x: -300, y: 0 });
    expect(back).toEqual(now());
  });

  test('holds notes as it holds nodes', () => {
    edit('note', (it) => addNote(it, 'n', { text: 'x', position: { x: 0, y: 300 }, width: 200, height: 60 }));
    select(['a'], [], ['n']);
    frameSelected();
    const held = heldBy(now(), 'frame');
    expect(held).toMatchObject({ nodes: ['a'], notes: ['n'] });
    const to = moveFrame(now(), 'frame', held, { x: 20, y: 40 });
    expect(to.notes.n?.position).toEqual({ x: 20, y: 340 });
    select([], [], ['n']);
    expect(frameInHand()).toBe('frame');
  });

  test('takes smaller frames with it that lie in it', () => {
    select(['a']);
    frameSelected();
    select(['a', 'b', 'c']);
    frameSelected();
    fitFrame('frame-2');
    const outer = now().frames['frame-2'];
    expect(heldBy(resizeFrame(now(), 'frame-2', { x: 9000, y: 9000 }, true), 'frame-2').nodes).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(outer && heldBy(now(), 'frame-2').nodes).toEqual(['a', 'b', 'c']);
    const to = moveFrame(
      now(),
      'frame-2',
      { nodes: [], frames: ['frame'], notes: [], points: {} },
      { x: 20, y: 40 },
    );
    expect(to.frames.frame?.position.x).toBe((now().frames.frame?.position.x ?? 0) + 20);
  });

  test('is painted by a command that finds it by what is selected in it', () => {
    select(['a', 'b', 'c']);
    frameSelected();
    select(['b']);
    frameSelected();
    const [, blue] = paints;
    if (!blue) throw new Error('no paints');
    select(['b']);
    expect(frameInHand()).toBe('frame-2');
    select(['a', 'b']);
    expect(frameInHand()).toBe('frame');
    paintFrame('frame', blue);
    expect(now().frames.frame?.colour).toBe('blue');
    undoEdit();
    expect(now().frames.frame).not.toHaveProperty('colour');
    select([]);
    expect(frameInHand()).toBeUndefined();
    useView.setState({ heldFrame: 'frame-2' });
    expect(frameInHand()).toBe('frame-2');
    select(['a']);
    select([]);
    expect(frameInHand()).toBeUndefined();
  });

  test('cannot be made so small that nobody could take hold of it', () => {
    select(['a']);
    frameSelected();
    const { width, height } = resizeFrame(now(), 'frame', { x: -5000, y: -5000 }, true).frames.frame ?? {};
    expect(width).toBeGreaterThan(100);
    expect(height).toBeGreaterThan(50);
  });
});
