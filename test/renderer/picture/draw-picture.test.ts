import { describe, expect, test } from 'vitest';
import { drawPicture } from '../../../renderer/picture/draw-picture.ts';
import { pipelineIn, svgMetadata } from '../../../renderer/picture/embedded.ts';
import { addFrame, addNote, setNodeTitle } from '../../../src/pipeline/edits.ts';
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

  test('shows a frame in its own colour', () => {
    const plain = { title: 'F', position: { x: 0, y: 0 }, width: 400, height: 300 };
    const painted = addFrame(document, 'f', { ...plain, colour: 'teal' as const });
    const svg = drawPicture(painted, (token) => token).svg;
    expect(svg).toContain('fill="--frame-teal"');
    expect(drawPicture(addFrame(document, 'f', plain), (token) => token).svg).not.toContain('--frame');
  });

  test('shows the text of notes as it is read, broken into lines, as far as there is room', () => {
    const note = { text: '# Why\n- **one**\n1. two', position: { x: 0, y: 300 }, width: 260, height: 120 };
    const svg = picture(addNote(document, 'n', note));
    for (const line of ['>Why<', '>• one<', '>1. two<']) expect(svg).toContain(line);
    const long = { ...note, text: 'word '.repeat(400) };
    expect(picture(addNote(document, 'n', long)).match(/>word/g)?.length).toBe(5);
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
