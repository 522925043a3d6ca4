import { ProblemError } from '../../pipeline/problem.ts';
import type { AttackDraft } from '../../plan/builder.ts';
import { pixelRange } from '../../plan/pixel-scale.ts';
import type { Attack, Source } from '../../plan/plan.ts';

const LEVELS = 255;

type Range = Pick<Attack, 'least' | 'most'>;

/** What networks see of the darkest and the brightest pixel. @throws ProblemError pixels-of-text */
export function pixelsOf({ set, tokens, transform }: Pick<Source, 'set' | 'tokens' | 'transform'>): Range {
  if (!tokens) return pixelRange(transform);
  throw new ProblemError({
    code: 'pixels-of-text',
    message: 'Texts are tokens, which are not moved or made as pixels are.',
    found: set,
    allowed: 'images',
    fix: 'Choose a data set of images.',
  });
}

/** An attack in the scale that networks see of images, from one in levels of 255. */
export function attackOn({ least, most }: Range, draft: AttackDraft): Attack {
  const level = (most - least) / LEVELS;
  return { ...draft, radius: draft.radius * level, step: draft.step * level, least, most };
}
