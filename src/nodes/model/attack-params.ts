import type { AttackDraft } from '../../plan/builder.ts';
import { choice, integer, real } from '../params.ts';

const LEVELS = 'levels of 255';

/** How far a pixel may be moved at most; a byte has 255 levels. */
export const radiusParam = (value: number, { min, help }: { min: number; help: string }) =>
  real(value, { min, max: 255 }, { title: 'Radius', help, unit: LEVELS, step: 1 });

const ONLY_STEPS = { param: 'method', is: ['pgd'] };

/** How an attack goes. */
export const attackParams = {
  method: choice(['pgd', 'fgsm'], 'pgd', {
    title: 'Attack',
    help: 'Many small steps, or one as long as the radius, which costs a tenth and is easier to fool.',
    titles: { pgd: 'PGD: steps', fgsm: 'FGSM: one step' },
  }),
  step: real(
    2,
    { min: 0.01, max: 255 },
    { title: 'Step', help: 'How far each step moves a pixel.', unit: LEVELS, step: 0.5, when: ONLY_STEPS },
  ),
  iterations: integer(
    10,
    { min: 1, max: 200 },
    { title: 'Steps', help: 'Each goes through the network forward and back.', when: ONLY_STEPS },
  ),
};

type Chosen = { method: 'pgd' | 'fgsm'; step: number; iterations: number; radius: number };

/** The attack that parameters speak of. @param start of its steps; the one step of FGSM goes from the image */
export const attackOf = (
  { method, radius, step, iterations }: Chosen,
  start: AttackDraft['start'],
): AttackDraft =>
  method === 'fgsm'
    ? { radius, step: radius, iterations: 1, start: 'image' }
    : { radius, step, iterations, start };
