import { neededBy } from './outputs.ts';
import type { Network, Plan, Stage } from './plan.ts';
import { readBy } from './tasks.ts';
import { changedBy, usedBy, withSources } from './training.ts';

/** A part of a plan that one machine can do by itself, once it has the weights that other units train. */
export type WorkUnit = {
  readonly id: string;
  /** Stages in the plan's order; none where a unit only measures and saves. */
  readonly stages: readonly string[];
  /** Which unit trains each network that this one takes as it finds it. */
  readonly needs: ReadonlyMap<string, string>;
  readonly outputs: readonly string[];
};

/**
 * Cuts a plan into units. A stage that alone goes on from another, as the only one, stays with it; every other stage is a
 * unit of its own. What is measured or saved belongs to the unit that trains the network, where all that it takes is at
 * hand; the rest is a last unit without stages.
 */
export function workUnits(plan: Plan): WorkUnit[] {
  /** By network: the last stage up to here that changes it. */
  const last = new Map<string, number>();
  const sources = plan.stages.map((stage, at) => {
    // What a network's start is made of is needed where it starts.
    const used = [...withSources(usedBy(stage), plan)];
    const before = new Map(used.flatMap((id) => (last.has(id) ? [[id, last.get(id) as number]] : [])));
    for (const id of changedBy(stage)) last.set(id, at);
    return before as ReadonlyMap<string, number>;
  });
  const children = plan.stages.map((_, at) =>
    sources.flatMap((it, child) => ([...it.values()].includes(at) ? [child] : [])),
  );

  const units: { stages: number[]; needs: Map<string, number> }[] = [];
  const unitOf: number[] = [];
  for (const [at, before] of sources.entries()) {
    const [only, ...others] = new Set(before.values());
    const chained = only !== undefined && others.length === 0 && children[only]?.length === 1;
    const home = chained ? (unitOf[only] as number) : units.length;
    units[home] ??= { stages: [], needs: new Map() };
    const unit = units[home];
    unit.stages.push(at);
    for (const [network, stage] of before)
      if (unitOf[stage] !== home) unit.needs.set(network, unitOf[stage] as number);
    unitOf[at] = home;
  }

  const rest: { outputs: string[]; needs: Map<string, number> } = { outputs: [], needs: new Map() };
  const outputs = units.map(() => [] as string[]);
  for (const output of plan.outputs) {
    const asked = neededBy(output).networks.map((id) => ({ id, unit: unitOf[last.get(id) ?? -1] }));
    if (asked.length === 0) continue;
    const [first] = asked;
    const home = first?.unit;
    const atHand = asked.every(
      ({ id, unit }) =>
        unit === undefined || unit === home || (home !== undefined && units[home]?.needs.get(id) === unit),
    );
    if (home !== undefined && atHand) outputs[home]?.push(output.id);
    else {
      rest.outputs.push(output.id);
      for (const { id, unit } of asked) if (unit !== undefined) rest.needs.set(id, unit);
    }
  }
  const name = (at: number): string => `unit-${at + 1}`;
  const named = (needs: ReadonlyMap<string, number>) => new Map([...needs].map(([id, at]) => [id, name(at)]));
  const all = units.map(({ stages, needs }, at) => ({
    id: name(at),
    stages: stages.map((it) => (plan.stages[it] as Stage).id),
    needs: named(needs),
    outputs: outputs[at] as string[],
  }));
  if (rest.outputs.length === 0) return all;
  return [...all, { id: name(units.length), stages: [], needs: named(rest.needs), outputs: rest.outputs }];
}

/**
 * The plan of one unit: all ids are those of the whole plan, and networks that others train are saved models.
 *
 * @param given by network: the SHA-256 of the model file that holds the weights which its unit gave it
 */
export function planOfUnit(plan: Plan, unit: WorkUnit, given: ReadonlyMap<string, string>): Plan {
  const stages = plan.stages.filter((it) => unit.stages.includes(it.id));
  const outputs = plan.outputs.filter((it) => unit.outputs.includes(it.id));
  const needs = outputs.map(neededBy);
  const all = plan.networks.map((it) => withStart(it, given.get(it.id)));
  const used = [...stages.flatMap(usedBy), ...needs.flatMap((it) => it.networks)];
  const networks = withSources(used, { networks: all });
  const data = new Set([...stages.flatMap(readBy), ...needs.flatMap((it) => it.sources)]);
  return {
    ...plan,
    data: plan.data.filter((it) => data.has(it.id)),
    networks: all.filter((it) => networks.has(it.id)).map((it) => withShares(it, networks)),
    stages,
    outputs,
  };
}

/** A network that shares weights has all of its own where the unit does not use the one that they are of. */
function withShares(network: Network, used: ReadonlySet<string>): Network {
  const { shares, ...own } = network;
  return shares && !used.has(shares.network) ? own : network;
}

/** A network as another unit left it, if one did. What it draws while it trains on is drawn from the stream that it would have had. */
function withStart(network: Network, sha256: string | undefined): Network {
  if (sha256 === undefined) return network;
  const { stream } = network.start;
  const start = { kind: 'saved' as const, sha256, name: network.id, ...(stream !== undefined && { stream }) };
  return { ...network, start };
}
