import type { LocalProblem } from '../../pipeline/definition.ts';
import type { PortType } from '../../pipeline/ports.ts';

type Of<K extends PortType['kind']> = Extract<PortType, { kind: K }>;

/** What a network makes of a data set: its logits' type, its cost, and why it does not fit where it does not. */
export function inferRole(
  network: Of<'network'> | undefined,
  data: Of<'data'> | undefined,
  gradient: boolean,
): { problems: LocalProblem[]; logits?: PortType; model?: PortType } {
  if (!network || !data) return { problems: [] };
  const size = network.measure(data.shape, data.classes);
  if (size && 'refusal' in size)
    return {
      problems: [
        {
          code: 'network-input',
          port: 'network',
          message: `This network cannot take ${data.name}: ${size.refusal}.`,
          found: data.shape.join('×'),
          fix: 'Choose smaller kernels or fewer poolings, or another network.',
        },
      ],
    };
  const outputs = network.outputs ?? data.classes;
  const problems = classesProblem(outputs, data);
  // What is wrong here is told here, and not once more at every node behind.
  if (problems.length > 0) return { problems };
  return {
    problems,
    logits: { kind: 'activation', dims: ['n', outputs], gradient },
    model: { kind: 'model', shape: data.shape, classes: outputs, ...(size && { size }) },
  };
}

export function classesProblem(outputs: number, data: Of<'data'>): LocalProblem[] {
  return outputs === data.classes
    ? []
    : [
        {
          code: 'classes',
          port: 'network',
          message: `The network has ${outputs} outputs and ${data.name} has ${data.classes} classes.`,
          found: String(outputs),
          allowed: String(data.classes),
          fix: 'Set Outputs of the network to 0, or choose a model for these classes.',
        },
      ];
}
