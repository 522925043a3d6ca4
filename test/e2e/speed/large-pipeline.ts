import { type Document, emptyDocument } from '../../../src/pipeline/document.ts';

/** Pipelines side by side, so that there are 1,000 nodes and 2,000 wires at the least. */
const GROUPS = 67;
const LOSSES = 6;
/** A pipeline's nodes in rows, and pipelines beside each other, so close that all of them can be seen at once. */
const GRID = { width: 300, height: 270, across: 5, down: 3, beside: 7 } as const;

type Kind = readonly [name: string, type: string, params?: Document['nodes'][string]['params']];

const KINDS: readonly Kind[] = [
  ['mnist', 'data.mnist'],
  ['transform', 'data.image-transform'],
  ['teacher-network', 'network.lenet'],
  ['student-network', 'network.mlp'],
  ['teacher', 'model.teacher'],
  ['student', 'model.student'],
  ['optimizer', 'optimizer.adam'],
  ['shoot-out', 'training.shoot-out'],
  ['leaderboard', 'result.leaderboard'],
  ...Array.from(
    { length: LOSSES },
    (_, at): Kind => [`loss-${at + 1}`, 'loss.tempered-softmax', { temperature: at + 1 }],
  ),
];

const WIRES: readonly (readonly [from: string, to: string])[] = [
  ['mnist.data', 'transform.data'],
  ['transform.data', 'teacher.data'],
  ['transform.data', 'student.data'],
  ['teacher-network.network', 'teacher.network'],
  ['student-network.network', 'student.network'],
  ['optimizer.optimizer', 'shoot-out.optimizer'],
  ['teacher.model', 'leaderboard.teacher'],
  ['shoot-out.models', 'leaderboard.models'],
  ...[1, 2, 3, 4].map((at) => [`loss-${at}.loss`, `shoot-out.loss${at}`] as const),
  ...Array.from({ length: LOSSES }, (_, at) => `loss-${at + 1}`).flatMap(
    (loss) =>
      [
        ['teacher.logits', `${loss}.teacher`],
        ['student.logits', `${loss}.student`],
        ['transform.data', `${loss}.labels`],
      ] as const,
  ),
];

/**
 * A document of many pipelines that each could run: 1,005 nodes and 2,010 wires.
 *
 * @param versions of the node types, as the catalogue has them
 */
export function largePipeline(versions: (type: string) => number): Document {
  const nodes: Document['nodes'] = {};
  const wires: Document['wires'] = {};
  for (let group = 0; group < GROUPS; group += 1) {
    const across = (group % GRID.beside) * GRID.across;
    const down = Math.floor(group / GRID.beside) * GRID.down;
    const own = (name: string): string => `g${group}-${name}`;
    const end = (ref: string): { node: string; port: string } => {
      const [node = '', port = ''] = ref.split('.');
      return { node: own(node), port };
    };
    for (const [place, [name, type, params = {}]] of KINDS.entries()) {
      const column = across + (place % GRID.across);
      const row = down + Math.floor(place / GRID.across);
      const position = { x: column * GRID.width, y: row * GRID.height };
      nodes[own(name)] = { type, version: versions(type), position, params };
    }
    for (const [from, to] of WIRES)
      wires[own(`${from}-${to}`.replaceAll('.', '-'))] = { from: end(from), to: end(to) };
  }
  return { ...emptyDocument(), title: 'A thousand nodes', nodes, wires };
}
