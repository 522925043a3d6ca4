import { parseArgs } from 'node:util';
import { type Result, refused } from '../../pipeline/problem.ts';

export const HELP = `Usage: distill FILE [options]
       distill --resume RUN_FOLDER [options]
       distill --import ENCODER_FOLDER [--out MODEL.safetensors] [--tokens N]
       distill FILE --python SCRIPT.py [--set NODE.PARAM=VALUE]
       distill --mlflow SERVER RUN_FOLDER [--experiment NAME]

Runs a Potstill pipeline (a .json document or a template) without a window.

  --set NODE.PARAM=VALUE   change a parameter; NODE is an id or a title (repeatable)
  --epochs N               epochs of every trainer; a teacher that is trained first keeps its own
  --out DIR                where the run's folder is made (default: the app's own folder of runs)
  --engine NAME            auto, tensorflow or cpu (plain JavaScript, slow)
  --resume RUN_FOLDER      go on with a run from its newest good checkpoint
  --changes RUN_FOLDER     change what was changed in another run while it went on, at the same steps
  --workers N              share what does not depend on each other among up to N processes
  --profile                measure where time and memory of a step go: a table by node, and a trace file a stage
  --import FOLDER          make a model of a pretrained BERT, MiniLM or DistilBERT (config.json, a .safetensors file,
                           tokenizer.json or vocab.txt), to load as a teacher of the IMDB reviews; minilm names the one
                           that comes with them. Without --out it goes where every pipeline finds it, NAME-TOKENS.safetensors
  --tokens N               how many tokens of a review it is to read (default: 128)
  --python SCRIPT.py       write the pipeline as a script of PyTorch that trains the same, instead of running it
  --mlflow SERVER          send an ended run to an MLflow tracking server of your own, http://127.0.0.1:5000: parameters,
                           curves, the pipeline and saved models
  --experiment NAME        under which experiment there (default: Potstill)
  --json                   the run's events as JSON lines on standard output, and nothing else there
  --help, --version

Ctrl+C stops with a checkpoint to go on from; twice ends at once.
Exit codes: 0 done, 2 bad document or arguments, 3 the run failed, 130 interrupted.
`;

const ENGINES = ['auto', 'tensorflow', 'cpu'] as const;
export type EngineChoice = (typeof ENGINES)[number];

export type Arguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      readonly file: string;
      readonly sets: readonly string[];
      readonly out: string | undefined;
      readonly engine: EngineChoice | undefined;
      readonly json: boolean;
      readonly profile: boolean;
      readonly workers: number | undefined;
      /** Folder of the run whose changes are made again. */
      readonly changes: string | undefined;
    }
  | {
      readonly kind: 'python';
      readonly file: string;
      readonly sets: readonly string[];
      readonly script: string;
    }
  | {
      readonly kind: 'import';
      readonly folder: string;
      readonly out: string | undefined;
      readonly tokens: number;
    }
  | {
      readonly kind: 'mlflow';
      readonly server: string;
      readonly folder: string;
      readonly experiment: string | undefined;
    }
  | {
      readonly kind: 'resume';
      readonly folder: string;
      readonly json: boolean;
      readonly profile: boolean;
      readonly workers: number | undefined;
    };

const usage = (message: string, found?: string, allowed?: string): Result<Arguments> =>
  refused({
    code: 'usage',
    message,
    ...(found !== undefined && { found }),
    ...(allowed !== undefined && { allowed }),
    fix: 'Try: distill --help',
  });

const isEngine = (value: string): value is EngineChoice => ENGINES.some((it) => it === value);

/** Turns command line words into what to do. `--epochs N` becomes a set on every trainer, ahead of the others. */
export function parseArguments(words: readonly string[]): Result<Arguments> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(words);
  } catch (error) {
    return usage(error instanceof Error ? error.message.replace(/\.? To specify a positional.*$/s, '.') : '');
  }
  const { values, positionals } = parsed;
  if (values.help) return { ok: true, value: { kind: 'help' } };
  if (values.version) return { ok: true, value: { kind: 'version' } };
  const { json = false, profile = false } = values;
  const { epochs, engine, resume, out, changes } = values;
  if (values.workers !== undefined && !/^[1-9]\d?$/.test(values.workers))
    return usage('--workers takes a whole number.', values.workers, '1 … 99');
  const workers = values.workers === undefined ? undefined : Number(values.workers);
  if (resume !== undefined) {
    const other = [...positionals, ...(values.set ?? []), epochs, out, engine, changes].find(
      (it) => it !== undefined,
    );
    if (other !== undefined)
      return usage('A run goes on as it was begun; nothing else can be given with --resume.', other);
    return { ok: true, value: { kind: 'resume', folder: resume, json, profile, workers } };
  }
  if (values.import !== undefined) {
    const other = [...positionals, ...(values.set ?? []), epochs, engine].find((it) => it !== undefined);
    if (other !== undefined) return usage('An encoder is imported by itself.', other);
    if (out?.endsWith('.safetensors') === false)
      return usage('Where is the model to be saved?', out, '--out NAME.safetensors');
    const tokens = values.tokens ?? '128';
    if (!/^[1-9]\d{0,3}$/.test(tokens)) return usage('--tokens takes a whole number.', tokens, '1 … 9999');
    return { ok: true, value: { kind: 'import', folder: values.import, out, tokens: Number(tokens) } };
  }
  const [file, ...more] = positionals;
  if (values.mlflow !== undefined) {
    const other = [...more, ...(values.set ?? []), epochs, engine, out].find((it) => it !== undefined);
    if (other !== undefined) return usage('A run is sent by itself.', other);
    if (file === undefined) return usage('Which run is to be sent?', 'no folder', "a run's folder");
    const { mlflow: server, experiment } = values;
    return { ok: true, value: { kind: 'mlflow', server, folder: file, experiment } };
  }
  if (file === undefined) return usage('Which document is to be run?', 'no file', 'a .json file');
  if (more.length > 0) return usage('One document at a time.', more.join(' '));
  if (epochs !== undefined && !/^[1-9]\d{0,8}$/.test(epochs))
    return usage('--epochs takes a whole number.', epochs, '1 or more');
  if (engine !== undefined && !isEngine(engine))
    return usage('There is no such engine.', engine, ENGINES.join(', '));
  const sets = [
    ...(epochs === undefined ? [] : [`${EVERY_TRAINER}.epochs=${epochs}`]),
    ...(values.set ?? []),
  ];
  if (values.python !== undefined)
    return { ok: true, value: { kind: 'python', file, sets, script: values.python } };
  return { ok: true, value: { kind: 'run', file, sets, out, engine, json, profile, workers, changes } };
}

/** Stands for a node in a set: all trainers at once. */
export const EVERY_TRAINER = 'every trainer';

const parse = (words: readonly string[]) =>
  parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      set: { type: 'string', multiple: true },
      epochs: { type: 'string' },
      out: { type: 'string' },
      engine: { type: 'string' },
      resume: { type: 'string' },
      import: { type: 'string' },
      tokens: { type: 'string' },
      mlflow: { type: 'string' },
      python: { type: 'string' },
      experiment: { type: 'string' },
      workers: { type: 'string' },
      changes: { type: 'string' },
      json: { type: 'boolean' },
      profile: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
