import { ProblemError } from '../../pipeline/problem.ts';
import type { PlanBuilder, Ref } from '../../plan/builder.ts';
import { integer } from '../params.ts';
import { noise, pixels } from './dafl/op.ts';
import { generatorLayers } from './generator-layers.ts';

/** How large a generator is. */
export const generatorParams = {
  noise: integer(100, { min: 1, max: 4096 }, { title: 'Noise', help: 'Numbers that an image is made of.' }),
  maps: integer(
    32,
    { min: 1, max: 1024 },
    { title: 'Maps', help: "Of the generator's last hidden convolution; its first have twice as many." },
  ),
};

type Tapped = NonNullable<ReturnType<PlanBuilder['tapped']>>;

/** What a network answers to images of the data, by which the network itself is found. @throws ProblemError generator-open */
export function answersOf(plan: PlanBuilder, ref: Ref, port: string): Tapped {
  const tapped = plan.tapped(ref);
  if (tapped?.onImages) return tapped;
  throw new ProblemError({
    code: 'generator-open',
    port,
    message: 'The generator shows its images to a network, and what is wired here is not an output of one.',
    fix: `Wire an output of the ${port === 'student' ? 'student' : 'teacher'} itself.`,
  });
}

/** Images that a generator of this node makes of noise, as many as the batch has, in the scale that networks see; it learns. */
export function generatedImages(
  plan: PlanBuilder,
  { node, like, size, maps }: { node: string; like: Tapped; size: number; maps: number },
): Ref {
  const range = plan.pixels(like.source);
  const on = plan.term(noise, { like: like.on }, { size, stream: `${plan.stream(node)}/noise` });
  const layers = generatorLayers(plan.shapeOf(like.on), maps);
  return plan.term(pixels, { x: plan.project({ node, name: 'generator', on, layers }) }, range);
}
