import * as tf from '@tensorflow/tfjs';
import { neededLayers } from '../../../plan/needed-layers.ts';
import type { Attack, Precision } from '../../../plan/plan.ts';
import { attackedLogits } from '../attacked-logits.ts';
import { scoped } from '../composite.ts';
import type { LoadedPart, LoadedSource } from '../data/load-source.ts';
import { type Drawn, rowsAfter } from '../data/order.ts';
import type { Answering } from '../execution.ts';
import { inTidy } from '../in-tidy.ts';
import { forward, type LiveNetwork, logitsLayer, weightKey } from '../networks.ts';
import { bindFeeds } from './bind.ts';
import type { GraphEngine, Improve } from './graph-engine.ts';
import { nodeBuilder } from './node-builder.ts';
import type { Program } from './program.ts';
import { record } from './recorder.ts';
import { handedPart, type PartFeed, residentPart, textPart } from './source-feed.ts';

/** A network's weights as variables of a program, by the names that all of it uses. */
export function declareNetwork(program: Program, live: LiveNetwork): void {
  for (const [name, it] of live.weights) {
    const variable = weightKey(live, name);
    if (!program.declared(variable))
      program.declare(variable, { shape: it.shape, dtype: 'float32', values: it.dataSync<'float32'>() });
  }
}

/** Weights as a recording knows them. */
export const networkVariables = (networks: Iterable<LiveNetwork>): Map<string, tf.Tensor> =>
  new Map(
    [...networks].flatMap((live) =>
      [...live.weights].map(([name, it]): [string, tf.Tensor] => [weightKey(live, name), it]),
    ),
  );

/** Where a part's examples come from: images from variables where they are held, else from their file with each call. */
export const partFeed = (program: Program, loaded: LoadedSource, part: LoadedPart): PartFeed => {
  const { images } = part.examples;
  if (images.kind === 'tokens') return textPart(loaded, part);
  return images.kind === 'held'
    ? residentPart(program, loaded, part, images.bytes)
    : handedPart(loaded, part);
};

/** What of a network is asked for, and on what. */
export type Question = {
  readonly live: LiveNetwork;
  readonly layers: readonly string[];
  readonly loaded: LoadedSource;
  readonly part: LoadedPart;
  /** Nobody trains the network as long as it is asked. */
  readonly fixed: boolean;
  /** What it is computed in. Measuring asks for float32, however the network was trained. */
  readonly precision: Precision;
  /** The images are moved first, to mislead the network; its logits alone can be asked for then. */
  readonly attack?: Attack | undefined;
};

/** The outputs of some layers on rows of a part, in inference mode; each a compiled function of the number of rows. */
export type CompiledAnswers = {
  /** Compiles for so many rows, so that one session serves all that is asked. */
  prepare(rows: number, drawn?: boolean): void;
  /** Before `at`: see `Answering`. */
  ready: Answering['ready'];
  /** @returns every layer's output, row by row, in the order of the question */
  at(rows: Int32Array, drawn: Drawn | null): Float32Array[];
  /** Lets go of what was made ready. */
  letGo(): void;
};

export function compiledAnswers(
  { backend }: GraphEngine,
  improve: Improve,
  program: Program,
  name: string,
  { live, layers: wanted, loaded, part, fixed, precision, attack }: Question,
): CompiledAnswers {
  const layers = neededLayers(live.network.layers, wanted);
  const role = live.network.role === 'teacher' ? 'teacher' : 'student';
  const feed = partFeed(program, loaded, part);
  declareNetwork(program, live);
  const define = (n: number, drawn: boolean): string => {
    const entry = `${name}-${n}${drawn ? '-drawn' : ''}`;
    if (program.has(entry)) return entry;
    const graph = inTidy(() => {
      const images = tf.zeros([n, ...live.network.input]);
      const labels = tf.zeros([n], 'int32');
      return record(backend, entry, networkVariables([live]), (placeholder) => {
        const x = placeholder('images', images);
        const results = scoped({ at: live.network.id, part: role }, () => {
          if (attack) return [['0', attackedLogits(live, layers, x, placeholder('labels', labels), attack)]];
          const outputs = forward(live, layers, x, null);
          return wanted.map((id, at) => [`${at}`, outputs.get(id) as tf.Tensor]);
        });
        return { results: Object.fromEntries(results), assigns: new Map() };
      });
    });
    const builder = nodeBuilder(entry, { at: loaded.source.id, part: 'data' });
    const data = feed.nodes(builder, n, drawn);
    const values = new Map([
      [`${entry}/feed/images`, data.images],
      [`${entry}/feed/labels`, data.labels],
    ]);
    const weights = new Set(fixed ? networkVariables([live]).keys() : []);
    const bound = { ...bindFeeds(graph, builder.nodes, values), fixed: weights };
    program.define(entry, improve(bound, precision));
    return entry;
  };
  return {
    prepare: (rows, drawn = false) => void define(rows, drawn),
    ready: (rows) => feed.ready(rows, rowsAfter(part.places.length, rows)),
    at(rows, drawn) {
      const entry = define(rows.length, drawn !== null);
      const answers = program.call(entry, feed.feeds(rows, drawn));
      return wanted.map((_, at) => answers[`${at}`] as Float32Array);
    },
    letGo: feed.letGo,
  };
}

/** A network's logits, and how many rows at once are asked for is known beforehand: one session serves all. */
export function compiledLogits(
  engine: GraphEngine,
  improve: Improve,
  program: Program,
  question: Omit<Question, 'layers'>,
  sizes: Iterable<number>,
): Answering {
  const { live, part } = question;
  const name = `answers/${live.network.id}/${part.file}`;
  const layers = [logitsLayer(live.network)];
  const answers = compiledAnswers(engine, improve, program, name, { ...question, layers });
  for (const size of sizes) answers.prepare(size);
  const { ready, letGo } = answers;
  return { ready, logits: (rows) => answers.at(rows, null)[0] as Float32Array, dispose: letGo };
}
