import { describe, expect, it } from 'vitest';
import { presetOf, withPreset } from '../../../renderer/inspector/presets.ts';
import { rkdLoss as rkd } from '../../../src/nodes/loss/rkd/node.ts';
import { emptyDocument } from '../../../src/pipeline/document.ts';
import { addNode } from '../../../src/pipeline/edits.ts';

const [classifiers, embeddings] = rkd.presets;
const document = addNode(emptyDocument(), 'relations', {
  type: rkd.type,
  version: rkd.version,
  position: { x: 0, y: 0 },
  params: { maps: 'flatten', angleWeight: 7 },
});
const paramsAfter = (...presets: (typeof classifiers)[]) =>
  presets.reduce((it, preset) => (preset ? withPreset(it, 'relations', rkd, preset) : it), document).nodes
    .relations?.params;

describe('values that others trained with', () => {
  it('are told by what the parameters are, defaults included, whatever else is set', () => {
    expect(presetOf(rkd, {})?.title).toBe('Classifiers');
    expect(presetOf(rkd, { distanceWeight: 1, angleWeight: 2 })?.title).toBe('Embeddings');
    expect(presetOf(rkd, { maps: 'flatten' })?.title).toBe('Classifiers');
    expect(presetOf(rkd, { angleWeight: 7 })).toBeUndefined();
  });

  it('are set together and leave all else, without what is the default anyway', () => {
    expect(paramsAfter(embeddings)).toEqual({ maps: 'flatten', distanceWeight: 1, angleWeight: 2 });
    expect(paramsAfter(embeddings, classifiers)).toEqual({ maps: 'flatten' });
  });
});
