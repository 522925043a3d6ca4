import { describe, expect, it } from 'vitest';
import { firstParagraph } from '../../../renderer/palette/first-paragraph.ts';
import { searchNodes } from '../../../renderer/palette/search-nodes.ts';
import { catalogue } from '../../../src/nodes/catalogue.gen.ts';

const found = (query: string): readonly string[] => searchNodes(query, catalogue).map((it) => it.type);

describe('the search for a node', () => {
  it('finds every node by its own title, first', () => {
    for (const { title, type } of catalogue) expect(found(title)[0]).toBe(type);
  });

  it.each([
    ['adam', 'optimizer.adam'],
    ['adamw', 'optimizer.adamw'],
    ['hinton', 'loss.tempered-softmax'],
    ['knowledge dist', 'loss.tempered-softmax'],
    ['cross entropy', 'loss.cross-entropy'],
    ['CROSS', 'loss.cross-entropy'],
    ['digits', 'data.mnist'],
    ['cnn', 'network.lenet'],
    ['augment', 'data.image-transform'],
    ['tmpsoft', 'loss.tempered-softmax'],
    ['safetensors', 'result.save-model'],
    ['ｍnist'.normalize('NFKC'), 'data.mnist'],
  ])('finds %j first at %s', (query, type) => {
    expect(found(query)[0]).toBe(type);
  });

  it('puts the title before the keywords, and both before the summary', () => {
    const order = found('teacher');
    expect(order[0]).toBe('model.teacher');
    expect(order).toContain('loss.tempered-softmax');
  });

  it('finds a category whole', () => {
    const schedules = catalogue.filter((it) => it.category === 'schedule').map((it) => it.type);
    expect(found('schedule')).toEqual(expect.arrayContaining(schedules));
  });

  it('wants every word to be found', () => {
    expect(found('adam digits')).toEqual([]);
    expect(found('zzz')).toEqual([]);
  });

  it('shows everything, as it comes, where nothing is searched for', () => {
    expect(found('  ')).toEqual(catalogue.map((it) => it.type));
  });
});

describe('the help card', () => {
  it('has a first paragraph for every node, without marks of Markdown', () => {
    for (const { help, type } of catalogue) {
      expect([type, firstParagraph(help)]).not.toEqual([type, '']);
      expect(firstParagraph(help)).not.toMatch(/[#`]|\*\w|\n/);
    }
  });
});
