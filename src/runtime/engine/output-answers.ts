import type { EngineEvent } from '../../plan/events.ts';
import type { Attack, Part, Plan, Precision } from '../../plan/plan.ts';
import type { LoadedPart, LoadedSource } from './data/load-source.ts';
import { type Answers, agreement, evaluate, microsecondsPerImage } from './evaluate.ts';
import type { Answering } from './execution.ts';
import type { LiveNetwork } from './networks.ts';
import type { RunContext } from './run-context.ts';

/** Whose answers, and on what. */
type Asked = { readonly network: string; readonly source: string; readonly part: Part };
type TimedAnswers = Answers & { readonly microsecondsPerImage: number };

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
  { stages }: Pick<Plan, 'stages'>,
): OutputAnswers {
  const trained = new Set(stages.flatMap((it) => it.train));
  const known = new Map<string, TimedAnswers>();
  const ask = async <T>(
    { network, source, part }: Asked,
    precision: Precision,
    use: (answers: Answers, answering: Answering, of: LoadedPart) => T | Promise<T>,
  ): Promise<T> => {
    const live = networks.get(network) as LiveNetwork;
    const loaded = sources.get(source) as LoadedSource;
    const of = loaded.parts[part];
    const answering = execution.answering(live, loaded, part, precision);
    try {
      return await use(await evaluate(live, answering, of, part, turn), answering, of);
    } finally {
      answering.dispose();
    }
  };
  return {
    async of(asked) {
      const key = `${asked.network} ${asked.source} ${asked.part}`;
      const answers =
        known.get(key) ??
        (await ask(asked, 'float32', async (measured, answering, { places }) => ({
          ...measured,
          microsecondsPerImage: await microsecondsPerImage(answering, places.length),
        })));
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
