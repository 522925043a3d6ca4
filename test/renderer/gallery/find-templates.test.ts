import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dataOf, findTemplates } from '../../../renderer/gallery/find-templates.ts';
import { readTemplates, STARTER } from '../../../renderer/gallery/templates.ts';

const folder = new URL('../../../templates/', import.meta.url);
const templates = readTemplates(
  readdirSync(folder).map((file) => ({
    id: file.replace(/\.json$/, ''),
    text: readFileSync(new URL(file, folder), 'utf8'),
  })),
);
const found = (query: string): string[] => findTemplates(query, templates).map((it) => it.id);
const called = (id: string) => templates.find((it) => it.id === id) ?? expect.fail(id);

describe('Templates', () => {
  test('are all there, the starter first, where nothing is searched for', () => {
    expect(found('')).toEqual(templates.map((it) => it.id));
    expect(found('')[0]).toBe(STARTER);
  });

  test.each([
    ['tempered', 'tempered-softmax-mnist'],
    ['hint', 'hint-fashion-mnist'],
    ['distilbert', 'distil-bert-imdb'],
    ['minilm', 'minilm-imdb'],
    ['born again', 'born-again-fashion-mnist'],
  ])('are found by their titles, best first: %s', (query, id) => {
    expect(found(query)[0]).toBe(id);
  });

  test('are found by the nodes in them, and by the data that they read', () => {
    expect(found('net2net')).toContain('net2net-fashion-mnist');
    expect(found('IMDB')).toContain('distil-bert-imdb');
    expect(found('imdb')).not.toContain(STARTER);
    expect(found('router')).toContain('sys-mt-mnist-fashion');
  });

  test('tell which data they read', () => {
    expect(dataOf(called(STARTER))).toEqual(['MNIST']);
    expect([...dataOf(called('sys-mt-mnist-fashion'))].sort()).toEqual(['Fashion-MNIST', 'MNIST']);
  });

  test('are none where nothing fits', () => {
    expect(found('giraffe')).toEqual([]);
  });
});
