import type { LocalProblem } from '../../pipeline/definition.ts';
import type { LayerType, ModelType, PortType } from '../../pipeline/ports.ts';

/** The outputs by which any layer of a model can be tapped. */
export const layerPorts = (gradient: 'yes' | 'no') =>
  ({
    kind: 'activation',
    dims: ['n', '...layer'],
    gradient,
    title: 'layer',
    help: 'The activation of any layer, by its name.',
  }) as const;

/**
 * The types of these outputs, in the order of the layers: `layer:<id>` [n, …shape].
 *
 * @param learns the model that a gradient reaches through them; undefined where it is frozen
 */
export function layerOutputs(
  layers: readonly LayerType[] | undefined,
  learns: ModelType | undefined,
): Readonly<Record<string, PortType>> {
  return Object.fromEntries(
    (layers ?? []).map(({ id, shape }) => [`layer:${id}`, activation(shape, learns)]),
  );
}

const activation = (shape: readonly number[], learns: ModelType | undefined): PortType => ({
  kind: 'activation',
  dims: ['n', ...shape],
  gradient: learns !== undefined,
  ...(learns && { model: learns }),
});

type Of<K extends PortType['kind']> = Extract<PortType, { kind: K }>;

/** What a network makes of a data set: its logits, its layers, its cost, and why it does not fit where it does not. */
export function inferRole(
  network: Of<'network'> | undefined,
  data: Of<'data'> | undefined,
  gradient: boolean,
): { problems: LocalProblem[]; answers?: Readonly<Record<string, PortType>>; model?: ModelType } {
  if (!network || !data) return { problems: [] };
  const found = network.measure(data.shape, data.classes, data.tokens);
  if (found && 'refusal' in found)
    return {
      problems: [
        {
          code: 'network-input',
          port: 'network',
          message: `This network cannot take ${data.name}: ${found.refusal}.`,
          found: data.shape.join('×'),
          fix: data.tokens
            ? 'Choose a network that reads texts, as the Transformer does.'
            : 'Change the layers that it speaks of, or choose another network.',
        },
      ],
    };
  const outputs = network.outputs ?? data.classes;
  const problems = classesProblem(outputs, data);
  // What is wrong here is told here, and not once more at every node behind.
  if (problems.length > 0) return { problems };
  const known = found && {
    size: { parameters: found.parameters, multiplyAdds: found.multiplyAdds },
    layers: found.layers,
    architecture: found.architecture,
  };
  const model: ModelType = { kind: 'model', shape: data.shape, classes: outputs, ...known };
  const learns = gradient ? model : undefined;
  return {
    problems,
    answers: { logits: activation([outputs], learns), ...layerOutputs(known?.layers, learns) },
    model,
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
