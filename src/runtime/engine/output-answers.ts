import type { EngineEvent } from '../../plan/events.ts';
import type { Attack, Part, Plan, Precision } from '../../plan/plan.ts';
import type { LoadedPart, LoadedSource } from './data/load-source.ts';
import { type Answers, agreement, evaluate, type LogitsListener, microsecondsPerImage } from './evaluate.ts';
import type { Answering } from './execution.ts';
import type { LiveNetwork } from './networks.ts';
import type { RunContext } from './run-context.ts';

/** Whose answers, and on what. */
type Asked = { readonly network: string; readonly source: string; readonly part: Part };
export type TimedAnswers = Answers & {
  readonly microsecondsPerImage: number;
  /** Its logits on the first rows of the part, row by row: on all of them where memory allows. Null where nobody compares them. */
  readonly logits: Float32Array | null;
};

/** Bytes that the logits of all networks that are compared take at most. */
const LOGITS = 2 ** 26;

export type OutputAnswers = {
  /** In float32, however the network was trained; each once, however many outputs ask for it. */
  of(asked: Asked): Promise<TimedAnswers>;
  /** Its accuracy on images that are moved to mislead it. */
  misled(
    asked: Asked,
    attack: Attack,
  ): Promise<NonNullable<Extract<EngineEvent, { kind: 'evaluation' }>['attacked']>>;
  /** The same in bfloat16, against those in float32; null for a network that was not trained so. */
  rounded(asked: Asked, exact: Answers): Promise<Extract<EngineEvent, { kind: 'evaluation' }>['bfloat16']>;
};

/** What the networks of a run answer in the end. */
export function outputAnswers(
  { execution, networks, sources, turn }: RunContext,
  { stages, outputs }: Pick<Plan, 'stages' | 'outputs'>,
): OutputAnswers {
  const trained = new Set(stages.flatMap((it) => it.train));
  const known = new Map<string, TimedAnswers>();
  /** Whose logits are compared with others', and on what. */
  const compared = new Set(
    outputs.flatMap((it) =>
      it.kind === 'evaluation' && it.teacher !== null
        ? [keyOf(it), keyOf({ ...it, network: it.teacher })]
        : [],
    ),
  );
  const kept = (asked: Asked): KeptLogits | null => {
    if (!compared.has(keyOf(asked))) return null;
    const { classes } = (networks.get(asked.network) as LiveNetwork).network;
    const count = (sources.get(asked.source) as LoadedSource).parts[asked.part].places.length;
    return keptLogits(Math.min(count, Math.floor(LOGITS / (compared.size * 4 * classes))), classes);
  };
  const ask = async <T>(
    { network, source, part }: Asked,
    precision: Precision,
    use: (answers: Answers, answering: Answering, of: LoadedPart) => T | Promise<T>,
    hear?: LogitsListener,
  ): Promise<T> => {
    const live = networks.get(network) as LiveNetwork;
    const loaded = sources.get(source) as LoadedSource;
    const of = loaded.parts[part];
    const answering = execution.answering(live, loaded, part, precision);
    try {
      return await use(await evaluate(live, answering, of, part, turn, hear), answering, of);
    } finally {
      answering.dispose();
    }
  };
  return {
    async of(asked) {
      const key = keyOf(asked);
      const before = known.get(key);
      if (before) return before;
      const logits = kept(asked);
      const answers = await ask(
        asked,
        'float32',
        async (measured, answering, { places }) => ({
          ...measured,
          microsecondsPerImage: await microsecondsPerImage(answering, places.length),
          logits: logits?.values ?? null,
        }),
        logits?.hear,
      );
      known.set(key, answers);
      return answers;
    },
    async misled({ network, source, part }, attack) {
      const live = networks.get(network) as LiveNetwork;
      const loaded = sources.get(source) as LoadedSource;
      const answering = execution.underAttack(live, loaded, part, attack);
      try {
        const { measured } = await evaluate(live, answering, loaded.parts[part], part, turn);
        const { radius, least, most, iterations } = attack;
        return { accuracy: measured.accuracy, radius: radius / (most - least), iterations };
      } finally {
        answering.dispose();
      }
    },
    async rounded(asked, exact) {
      if (execution.precision !== 'bfloat16' || !trained.has(asked.network)) return null;
      return ask(asked, 'bfloat16', (answers) => ({
        accuracy: answers.measured.accuracy,
        agreement: agreement(exact, answers),
      }));
    },
  };
}

const keyOf = ({ network, source, part }: Asked): string => `${network} ${source} ${part}`;

type KeptLogits = { readonly values: Float32Array; readonly hear: LogitsListener };

/** Keeps what is answered to the first rows of a part. */
function keptLogits(rows: number, classes: number): KeptLogits {
  const values = new Float32Array(rows * classes);
  return {
    values,
    hear([first = 0], logits) {
      const room = values.subarray(Math.min(values.length, first * classes));
      room.set(logits.subarray(0, room.length));
    },
  };
}
