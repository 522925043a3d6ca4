import { ProblemError } from '../../pipeline/problem.ts';
import type { AttackDraft } from '../../plan/builder.ts';
import { pixelRange } from '../../plan/pixel-scale.ts';
import type { Attack, Source } from '../../plan/plan.ts';

const LEVELS = 255;

/** An attack in the scale that networks see of these images, from one in levels of 255. @throws ProblemError attack-text */
export function attackOn({ set, tokens, transform }: Source, draft: AttackDraft): Attack {
  if (tokens)
    throw new ProblemError({
      code: 'attack-text',
      message: 'Texts are tokens, which cannot be moved a little: images alone can be attacked.',
      found: set,
      allowed: 'images',
      fix: 'Choose a data set of images, or take the attack out.',
    });
  const { least, most } = pixelRange(transform);
  const level = (most - least) / LEVELS;
  return { ...draft, radius: draft.radius * level, step: draft.step * level, least, most };
}
