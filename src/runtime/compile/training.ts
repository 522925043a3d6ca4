import { ProblemError } from '../../pipeline/problem.ts';
import type { FreezeDraft } from '../../plan/builder.ts';
import { canonicalJson } from '../../plan/hash.ts';
import { trainedLayers } from '../../plan/layers.ts';
import type { Follow, Frozen, Network, Stage } from '../../plan/plan.ts';

/**
 * When each group of layers learns. Of n groups in the order of the network the last begins at the share `from` of the
 * steps, the first at `to`, and those between at equal distances.
 */
export function frozenIn(
  network: string,
  { layers, thaw }: FreezeDraft,
  { steps }: Pick<Stage, 'steps'>,
): Frozen[] {
  if (thaw === null) return [{ network, layers: [...layers], until: null }];
  const groups = Math.min(thaw.groups, layers.length);
  return Array.from({ length: groups }, (_, at) => {
    const [begin, end] = [at, at + 1].map((it) => Math.floor((it * layers.length) / groups));
    const share = groups === 1 ? thaw.from : thaw.to + ((thaw.from - thaw.to) * at) / (groups - 1);
    const until = Math.max(1, Math.round(share * steps));
    return { network, layers: layers.slice(begin, end), until: until < steps ? until : null };
  });
}

/**
 * What a network leaves out by its own node and by a loss together.
 *
 * @throws ProblemError freeze-all, freeze-twice
 */
export function frozenTogether(
  { layers, input }: Network,
  before: FreezeDraft | undefined,
  draft: FreezeDraft,
): FreezeDraft {
  if (before && canonicalJson(before.thaw) !== canonicalJson(draft.thaw))
    throw new ProblemError({
      code: 'freeze-twice',
      param: 'freeze',
      message: 'Layers of one student are frozen for good here, and learn later on there.',
      found: draft.layers.join(', '),
      fix: 'Freeze in one of the two nodes alone, or never unfreeze in the student.',
    });
  const named = new Set([...(before?.layers ?? []), ...draft.layers]);
  const weighted = trainedLayers(layers, input);
  if (weighted.every((it) => named.has(it)))
    throw new ProblemError({
      code: 'freeze-all',
      param: 'freeze',
      message: 'Every layer of this student is frozen, so that nothing would learn.',
      found: weighted.join(', '),
      fix: 'Freeze fewer layers, or use the network as a teacher.',
    });
  return { layers: layers.map((it) => it.id).filter((id) => named.has(id)), thaw: draft.thaw };
}

/** The stage with what was asked of the networks that it trains. @throws ProblemError nothing-trained */
export function withTraining(
  stage: Stage,
  freezes: ReadonlyMap<string, FreezeDraft>,
  follows: readonly Follow[],
): Stage {
  const frozen = stage.train.flatMap((id) => {
    const own = freezes.get(id);
    return own && own.layers.length > 0 ? frozenIn(id, own, stage) : [];
  });
  const follow = follows.filter((it) => stage.train.includes(it.follows));
  return {
    ...stage,
    ...(frozen.length > 0 && { frozen }),
    ...(follow.length > 0 && { follow }),
  };
}

/** What a network must have in common with another that it follows, or that its weights are compared with. */
export function assertSameLayers(own: Network, other: Network, what: string): void {
  if (canonicalJson(own.layers) === canonicalJson(other.layers)) return;
  throw new ProblemError({
    code: 'layers-differ',
    message: `${what} takes networks of the same layers, and these differ.`,
    found: `${own.layers.length} and ${other.layers.length} layers`,
    allowed: 'equal layers',
    fix: 'Build both from the same network node.',
  });
}
