import { describe, expect, test } from 'vitest';
import { drawPicture } from '../../../renderer/picture/draw-picture.ts';
import { pipelineIn, svgMetadata } from '../../../renderer/picture/embedded.ts';
import { addFrame, setNodeTitle } from '../../../src/pipeline/edits.ts';
import { formatDocument, parseDocument } from '../../../src/pipeline/text.ts';
import { drawing } from '../canvas/drawing.ts';

const document = drawing({ a: 'data.mnist', b: 'data.split', c: 'model.student' });
const picture = (of = document, metadata = '') => drawPicture(of, () => '#123456', metadata).svg;

describe('a picture of a pipeline', () => {
  test('names every node, its ports and its frames', () => {
    const svg = picture(
      addFrame(document, 'f', { title: 'What reads', position: { x: 0, y: 0 }, width: 400, height: 300 }),
    );
    for (const word of ['MNIST', 'Student', 'What reads', '>data<']) expect(svg).toContain(word);
  });

  test('is sound XML whatever people write into titles', () => {
    const svg = picture(setNodeTitle(document, 'a', '<b>&"\u0001</svg>'));
    expect(svg).toContain('&lt;b&gt;&amp;&quot;&lt;/svg');
    expect(svg).not.toContain('\u0001');
    expect(svg.match(/<svg[\s>]/g)).toHaveLength(1);
  });

  test('cuts a title that is longer than its card', () => {
    expect(picture(setNodeTitle(document, 'a', 'w'.repeat(300)))).toMatch(/w{10,25}…</);
  });

  test('holds the pipeline itself', () => {
    const text = formatDocument(document);
    const found = pipelineIn(new TextEncoder().encode(picture(document, svgMetadata(text))));
    expect(found).toBe(text);
    expect(parseDocument(found ?? '')).toEqual({ ok: true, value: document });
  });
});
