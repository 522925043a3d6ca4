import { describe, expect, test } from 'vitest';
import { droppedText } from '../../../renderer/files/dropped-text.ts';
import { LIMITS } from '../../../src/pipeline/document.ts';
import { encodeModel } from '../../../src/runtime/model-file.ts';

const dropped = (bytes: Uint8Array<ArrayBuffer>, name = 'x.json') => new File([bytes], name);
const unread = () => expect.unreachable();

describe('A dropped file', () => {
  test('gives its text', async () => {
    const bytes = new TextEncoder().encode('{"title":"Brennblase – größer"}');
    expect(await droppedText(dropped(bytes))).toEqual({ ok: true, value: '{"title":"Brennblase – größer"}' });
  });

  test('is refused by its size before it is read', async () => {
    const large = { name: 'x.json', size: LIMITS.bytes + 1, slice: unread, arrayBuffer: unread };
    expect(await droppedText(large)).toMatchObject({ ok: false, problem: { code: 'document-large' } });
  });

  test('that is no text is refused instead of mended', async () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
    expect(await droppedText(dropped(bytes))).toMatchObject({ problem: { code: 'document-encoding' } });
  });

  test('that cannot be read, as a folder, is refused', async () => {
    const refuses = () => Promise.reject(new Error('NotReadable'));
    const folder = { name: 'x', size: 4096, slice: unread, arrayBuffer: refuses };
    expect(await droppedText(folder)).toMatchObject({ problem: { code: 'document-no-file' } });
  });
});

describe('A dropped model', () => {
  const text = '{"title":"Brennblase – größer"}';
  const model = (pipeline?: string) =>
    encodeModel('student', {
      input: [1],
      classes: 2,
      layers: [{ id: 'logits', from: ['input'], kind: 'dense', units: 2 }],
      weights: new Map([
        ['logits/kernel', new Float32Array(2)],
        ['logits/bias', new Float32Array(2)],
      ]),
      ...(pipeline !== undefined && { pipeline }),
    });

  test('gives the pipeline that trained it, and its weights are not read', async () => {
    const file = dropped(model(text), 'student.SafeTensors');
    Object.defineProperty(file, 'arrayBuffer', { value: unread });
    expect(await droppedText(file)).toEqual({ ok: true, value: text });
  });

  test.each([
    ['of before pipelines were kept', model()],
    ['that is cut off in its header', model(text).slice(0, 100)],
    ['that is cut off in its length', model(text).slice(0, 4)],
    ['that claims a longer header than it has', new Uint8Array(16).fill(255)],
    ['whose header is no text', new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 255, 254])],
    ['whose header is nothing', new TextEncoder().encode('\x04\0\0\0\0\0\0\0null')],
  ])('%s is refused in plain words', async (_, bytes) => {
    expect(await droppedText(dropped(new Uint8Array(bytes), 'student.safetensors'))).toMatchObject({
      problem: {
        code: 'document-no-pipeline',
        message: 'student.safetensors is a model without a pipeline in it.',
      },
    });
  });
});
