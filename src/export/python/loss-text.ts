import { torchOps } from '../../nodes/torch.gen.ts';
import { NETWORK_INPUT } from '../../plan/layers.ts';
import { EXAMPLES, INPUTS, LABELS, learningIn, type Stage, type Tap, type Term } from '../../plan/plan.ts';
import { call, named, namedLiterals, snake } from './literal.ts';

export type LossText = {
  readonly text: string;
  /** Ops whose functions it calls. */
  readonly ops: ReadonlySet<string>;
  /** What of it has no Python yet, in words. */
  readonly missing: readonly string[];
};

/** Whether an op's function wants to know how far the stage is. */
export type AsksProgress = (op: string) => boolean;

/**
 * The loss of a stage as a function of a batch, written from its total backwards: what the total does not need is not
 * computed.
 *
 * @param names of the networks, as variables
 */
export function lossText(
  name: string,
  stage: Stage,
  names: ReadonlyMap<string, string>,
  asksProgress: AsksProgress,
): LossText {
  const taps = new Map(stage.taps.map((it) => [it.id, it]));
  const terms = new Map(stage.terms.map((it) => [it.id, it]));
  const learning = new Set(learningIn(stage));
  const ops = new Set<string>();
  const missing: string[] = [];
  const lines: string[] = [];
  /** What each plan id is called once it is computed. */
  const known = new Map<string, string>();
  /** Answers of a network to something. */
  const answers = new Map<string, string>();

  const value = (ref: string): string => {
    if (ref === INPUTS) return 'images';
    if (ref === LABELS) return 'labels';
    const before = known.get(ref);
    if (before !== undefined) return before;
    const [tap, term] = [taps.get(ref), terms.get(ref)];
    const made = tap ? tapValue(tap) : term ? termValue(term) : unknown(ref);
    known.set(ref, made);
    return made;
  };
  const unknown = (ref: string): string => {
    missing.push(ref === EXAMPLES ? 'numbers of examples in a loss' : `"${ref}" in a loss`);
    return 'None';
  };
  const tapValue = ({ network, layer, on, at }: Tap): string => {
    const own = names.get(network) ?? network;
    if (at !== NETWORK_INPUT) missing.push(`a network that goes on from its layer ${at}`);
    const from = value(on);
    const key = `${network} ${on}`;
    let variable = answers.get(key);
    if (variable === undefined) {
      const first = `of_${own}`;
      const taken = new Set(answers.values());
      variable = first;
      for (let number = 2; taken.has(variable); number += 1) variable = `${first}_${number}`;
      answers.set(key, variable);
      const line = `${variable} = ${own}(${from})`;
      // Through a frozen network that stands on a learning one the gradient has to pass.
      if (learning.has(network) || on !== INPUTS) lines.push(line);
      else lines.push('with torch.no_grad():', `    ${line}`);
    }
    return `${variable}["${layer}"]`;
  };
  const termValue = ({ id, op, in: inputs, args }: Term): string => {
    if (torchOps[op] === undefined) missing.push(op);
    ops.add(op);
    const roles = named(Object.fromEntries(Object.entries(inputs).map(([role, ref]) => [role, value(ref)])));
    const all = [...roles, ...namedLiterals(args), ...(asksProgress(op) ? ['progress=progress'] : [])];
    const short = op.slice(op.indexOf('.') + 1);
    const variable = `${snake(short)}_${id.slice(id.lastIndexOf('-') + 1)}`;
    lines.push(`${variable} = ${call(snake(short), all, 4)}`);
    return variable;
  };

  const total = value(stage.total);
  return {
    text: [
      `def ${name}(images, labels, progress):`,
      ...lines.map((it) => `    ${it}`),
      `    return ${total}`,
    ].join('\n'),
    ops,
    missing,
  };
}
