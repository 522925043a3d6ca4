import type { AttackDraft } from '../../plan/builder.ts';
import { integer, type ParamMeta, real } from '../params.ts';

const unit = 'levels of 255';
type When = Pick<ParamMeta, 'when'>;

/** How far a pixel may be moved at most; a byte has 255 levels. */
export const radiusParam = (value: number, { min, ...told }: { min: number; help: string } & When) =>
  real(value, { min, max: 255 }, { title: 'Radius', ...told, unit, step: 1 });

/** How far each step of an attack goes, and how many there are. */
export const stepParams = ({ step, iterations, ...shown }: { step: number; iterations: number } & When) => ({
  step: real(
    step,
    { min: 0.01, max: 255 },
    { title: 'Step', help: 'How far each step moves a pixel.', unit, step: 0.5, ...shown },
  ),
  iterations: integer(
    iterations,
    { min: 1, max: 200 },
    { title: 'Steps', help: 'Each goes through the network forward and back.', ...shown },
  ),
});

type Chosen = { method: 'pgd' | 'fgsm'; step: number; iterations: number; radius: number };

/** The attack that parameters speak of. @param start of its steps; the one step of FGSM goes from the image */
export const attackOf = (
  { method, radius, step, iterations }: Chosen,
  start: AttackDraft['start'],
): AttackDraft =>
  method === 'fgsm'
    ? { radius, step: radius, iterations: 1, start: 'image' }
    : { radius, step, iterations, start };
