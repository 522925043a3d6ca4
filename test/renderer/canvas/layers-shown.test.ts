import { afterEach, describe, expect, it } from 'vitest';
import { cardViews } from '../../../renderer/canvas/card-view.ts';
import { toggleLayers } from '../../../renderer/canvas/layers-shown.ts';
import { replaceDocument } from '../../../renderer/stores/document.ts';
import { showWorkbench, useView } from '../../../renderer/stores/view.ts';
import { addWire } from '../../../src/pipeline/edits.ts';
import { starter } from './drawing.ts';

afterEach(() => showWorkbench());

describe('which nodes list their layers', () => {
  it('is changed for all that have some; where only a part lists them, the others follow first', () => {
    replaceDocument(starter());
    expect(toggleLayers(['trainer'])).toBe(false);
    expect(toggleLayers(['teacher', 'trainer'])).toBe(true);
    expect([...useView.getState().unfolded]).toEqual(['teacher']);
    toggleLayers(['teacher', 'student']);
    expect([...useView.getState().unfolded].sort()).toEqual(['student', 'teacher']);
    toggleLayers(['teacher', 'student']);
    expect(useView.getState().unfolded.size).toBe(0);
  });

  it('means nothing to the next document', () => {
    replaceDocument(starter());
    toggleLayers(['teacher']);
    showWorkbench();
    expect(useView.getState().unfolded.size).toBe(0);
  });

  it('leaves a wired layer among the outputs, where it is in sight', () => {
    const from = { node: 'teacher', port: 'layer:conv2d-1' };
    const document = addWire(starter(), { from, to: { node: 'distillation', port: 'nowhere' } }, 'tap');
    const view = cardViews(document).get('teacher');
    if (!view) throw new Error('no teacher');
    expect(view.outputs.map((it) => it.port)).toEqual(['logits', 'model', 'layer:conv2d-1']);
    expect(view.layers.filter((it) => it.wire !== undefined).map((it) => it.port)).toEqual([
      'layer:conv2d-1',
    ]);
  });
});
