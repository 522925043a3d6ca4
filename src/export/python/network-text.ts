import { NETWORK_INPUT, networkShape } from '../../plan/layers.ts';
import type { Network } from '../../plan/plan.ts';
import { layerText } from './layers.ts';
import { snake } from './literal.ts';

/** A network as a class, and the kinds of layers that no line was written for. */
export type NetworkText = { readonly text: string; readonly missing: readonly string[] };

const STARTS: ReadonlySet<string> = new Set(['zeros', 'ones', 'he', 'he-depthwise', 'unit', 'glorot']);

/**
 * @param name of the class
 * @param tapped layers whose output is asked for, beside the last one's
 */
export function networkText(name: string, network: Network, tapped: ReadonlySet<string>): NetworkText {
  const shape = networkShape(network.layers, network.input);
  const missing = new Set<string>();
  const modules: string[] = [];
  const weights: string[] = [];
  const lines: string[] = [];
  const variable = (id: string): string => (id === NETWORK_INPUT ? 'x' : snake(id));
  for (const layer of network.layers) {
    const [first = NETWORK_INPUT, ...more] = layer.from;
    const input = first === NETWORK_INPUT ? network.input : (shape.layers.get(first)?.output ?? []);
    const own = shape.layers.get(layer.id)?.weights ?? [];
    const written = layerText(layer, [variable(first), ...more.map(variable)], input);
    if (!written || own.some((it) => !STARTS.has(it.start))) {
      missing.add(layer.kind);
      continue;
    }
    if (written.module) modules.push(`        self.${snake(layer.id)} = ${written.module}`);
    for (const it of own)
      weights.push(
        `        "${layer.id}/${it.name}": ("${it.start}", (${it.shape
          .map((size) => `${size},`)
          .join(' ')
          .replace(/,$/, it.shape.length === 1 ? ',' : '')})),`,
      );
    lines.push(`        ${variable(layer.id)} = ${written.value}`);
  }
  const last = network.layers.at(-1)?.id ?? '';
  const told = network.layers.map((it) => it.id).filter((it) => it === last || tapped.has(it));
  const parameters = shape.parameters.toLocaleString('en-US');
  return {
    missing: [...missing],
    text: [
      `class ${name}(Network):`,
      `    """${parameters} parameters, ${shape.multiplyAdds.toLocaleString('en-US')} multiply-adds an example."""`,
      '',
      '    weights = {',
      ...weights,
      '    }',
      ...(last === 'logits' ? [] : [`    last = "${last}"`]),
      '',
      '    def __init__(self):',
      '        super().__init__()',
      ...modules,
      '',
      '    def forward(self, x):',
      ...(network.input.length === 3 ? ['        x = maps_first(x)'] : []),
      ...lines,
      `        return {${told
        .map((id) => {
          const isMap = shape.layers.get(id)?.output.length === 3;
          return `"${id}": ${isMap ? `maps_last(${variable(id)})` : variable(id)}`;
        })
        .join(', ')}}`,
    ].join('\n'),
  };
}
