import type { Output, Plan, Stage } from './plan.ts';
import { changedBy } from './training.ts';

/** A part of a plan that one machine can do by itself, once it has the weights that other units train. */
export type WorkUnit = {
  readonly id: string;
  /** Stages in the plan's order; none where a unit only measures and saves. */
  readonly stages: readonly string[];
  /** Which unit trains each network that this one takes as it finds it. */
  readonly needs: ReadonlyMap<string, string>;
  readonly outputs: readonly string[];
};

/** Every id of the set that stands anywhere in a value. What may refer to a network is not known here by name. */
function mentioned(value: unknown, ids: ReadonlySet<string>, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (ids.has(value)) found.add(value);
  } else if (typeof value === 'object' && value !== null)
    for (const it of Object.values(value)) mentioned(it, ids, found);
  return found;
}

/** Networks that an output asks for; a leaderboard is made of other outputs. */
const askedBy = (output: Output, ids: ReadonlySet<string>): readonly string[] =>
  output.kind === 'leaderboard' ? [] : [...mentioned(output, ids)];

/**
 * Cuts a plan into units. A stage that alone goes on from another, as the only one, stays with it; every other stage is a
 * unit of its own. What is measured or saved belongs to the unit that trains the network, where all that it takes is at
 * hand; the rest is a last unit without stages.
 */
export function workUnits(plan: Plan): WorkUnit[] {
  const ids = new Set(plan.networks.map((it) => it.id));
  const used = (stage: Stage): string[] => {
    const found = mentioned(stage, ids);
    // What a network's start is made of is needed where it starts.
    for (const id of found) mentioned(plan.networks.find((it) => it.id === id)?.start, ids, found);
    return [...found];
  };
  /** By network: the last stage up to here that changes it. */
  const last = new Map<string, number>();
  const sources = plan.stages.map((stage, at) => {
    const before = new Map(used(stage).flatMap((id) => (last.has(id) ? [[id, last.get(id) as number]] : [])));
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
    const asked = askedBy(output, ids).map((id) => ({ id, unit: unitOf[last.get(id) ?? -1] }));
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
  const ids = new Set(plan.networks.map((it) => it.id));
  const networks = mentioned([stages, outputs], ids);
  for (const id of networks)
    if (!given.has(id)) mentioned(plan.networks.find((it) => it.id === id)?.start, ids, networks);
  const data = mentioned([stages, outputs], new Set(plan.data.map((it) => it.id)));
  return {
    ...plan,
    data: plan.data.filter((it) => data.has(it.id)),
    networks: plan.networks
      .filter((it) => networks.has(it.id))
      .map((network) => {
        const sha256 = given.get(network.id);
        if (sha256 === undefined) return network;
        // What it draws while it trains on is drawn from the stream that it would have had.
        const stream = 'stream' in network.start ? network.start.stream : undefined;
        const start = {
          kind: 'saved' as const,
          sha256,
          name: network.id,
          ...(stream !== undefined && { stream }),
        };
        return { ...network, start };
      }),
    stages,
    outputs,
  };
}
