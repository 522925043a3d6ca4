import { describe, expect, test } from 'vitest';
import { droppedText } from '../../../renderer/files/dropped-text.ts';
import { LIMITS } from '../../../src/pipeline/document.ts';

const dropped = (bytes: Uint8Array<ArrayBuffer>, size = bytes.byteLength) => ({
  name: 'x.json',
  size,
  arrayBuffer: async () => bytes.buffer,
});

describe('A dropped file', () => {
  test('gives its text', async () => {
    const bytes = new TextEncoder().encode('{"title":"Brennblase – größer"}');
    expect(await droppedText(dropped(bytes))).toEqual({ ok: true, value: '{"title":"Brennblase – größer"}' });
  });

  test('is refused by its size before it is read', async () => {
    const unread = { name: 'x.json', size: LIMITS.bytes + 1, arrayBuffer: () => expect.unreachable() };
    expect(await droppedText(unread)).toMatchObject({ ok: false, problem: { code: 'document-large' } });
  });

  test('that is no text is refused instead of mended', async () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
    expect(await droppedText(dropped(bytes))).toMatchObject({ problem: { code: 'document-encoding' } });
  });

  test('that cannot be read, as a folder, is refused', async () => {
    const folder = { name: 'x', size: 4096, arrayBuffer: () => Promise.reject(new Error('NotReadable')) };
    expect(await droppedText(folder)).toMatchObject({ problem: { code: 'document-no-file' } });
  });
});
