import { describe, expect, it } from 'vitest';
import { classWords, confusionCells, worstMistakes } from '../../../../renderer/runs/result/confusion.ts';
import { recordOf, STARTER } from '../record.ts';

const confusion = [
  [90, 9, 1],
  [0, 50, 0],
  [4, 0, 0],
];

describe('a confusion matrix', () => {
  it('tells every field in words', () => {
    const [first, second, third] = confusionCells(confusion);
    expect(first?.[0]?.label).toBe('Named rightly: 90 of 100 images of class 0 (90 %)');
    expect(first?.[1]?.label).toBe('Taken for 1: 9 of 100 images of class 0 (9 %)');
    expect(second?.[1]?.label).toBe('Named rightly: 50 of 50 images of class 1 (100 %)');
    expect(third?.[2]?.label).toBe('Named rightly: 0 of 4 images of class 2 (0 %)');
  });

  it('shades what is right by its share of the class, and mistakes among themselves', () => {
    const shades = confusionCells(confusion).map((row) => row.map((it) => it.shade));
    expect(shades).toEqual([
      [0.9, 1, 1 / 3],
      [0, 1, 0],
      [2 / 3, 0, 0],
    ]);
  });

  it('names the worst mistakes first, and none where there is none', () => {
    expect(worstMistakes(confusion, 2).map(({ truth, said, count }) => [truth, said, count])).toEqual([
      [0, 1, 9],
      [2, 0, 4],
    ]);
    expect(
      worstMistakes(
        [
          [5, 0],
          [0, 5],
        ],
        2,
      ),
    ).toEqual([]);
  });

  it('calls classes and examples by the names of the data that were measured', () => {
    const { plan } = recordOf('hint-fashion-mnist');
    const [output] = plan.outputs.filter((it) => it.kind === 'evaluation');
    const words = classWords(plan, output?.id ?? '');
    expect([0, 6, 9].map(words.nameOf)).toEqual(['T-shirt', 'shirt', 'boot']);
    expect(confusionCells(confusion, words)[0]?.[1]?.label).toBe(
      'Taken for trouser: 9 of 100 images of class T-shirt (9 %)',
    );
    const digits = recordOf(STARTER).plan;
    expect(classWords(digits, digits.outputs[0]?.id ?? '').nameOf(3)).toBe('3');
    const texts = recordOf('distil-bert-imdb').plan;
    const review = classWords(texts, texts.outputs.find((it) => it.kind === 'evaluation')?.id ?? '');
    expect([review.example, review.nameOf(1)]).toEqual(['text', 'positive']);
  });

  it('stands a class without images', () => {
    const [[cell] = []] = confusionCells([
      [0, 0],
      [0, 3],
    ]);
    expect(cell).toMatchObject({ shade: 0, label: 'Named rightly: 0 of 0 images of class 0' });
  });
});
