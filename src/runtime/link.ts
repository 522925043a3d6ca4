import { z } from 'zod';
import { Problem, problem } from '../pipeline/problem.ts';
import { RunEvent } from '../plan/events.ts';
import { HotChange, HotWish } from '../plan/hot-parameters.ts';
import { Plan, Sha256 } from '../plan/plan.ts';

/** Raised whenever a message changes its meaning; an engine of another number is refused at the first message. */
export const LINK_PROTOCOL = 2;

/** Where a run goes on: the checkpoint that was written after `step` steps of `stage`. */
export const ResumePoint = z.strictObject({ stage: z.string(), step: z.int().nonnegative() });
export type ResumePoint = z.infer<typeof ResumePoint>;

export const StartMessage = z.strictObject({
  kind: z.literal('start'),
  protocol: z.literal(LINK_PROTOCOL),
  plan: Plan,
  /** Text of the document that the plan was made of; saved models carry it. */
  pipeline: z.string().optional(),
  /** The run folder, absolute. */
  folder: z.string().min(1),
  /** Holds a folder a data set (`mnist/`, `fashion-mnist/`) with its IDX files. */
  dataFolder: z.string().min(1),
  /** A TensorFlow engine's folder; null for plain JavaScript. */
  engineFolder: z.string().min(1).nullable(),
  /** Keeps what frozen teachers computed, for runs to come; null where nothing may be kept. */
  cacheFolder: z.string().min(1).nullable(),
  /** Whether the run tells where its time and memory go. */
  profile: z.boolean(),
  /** Where the saved models lie that the plan names by content. */
  models: z.record(Sha256, z.string().min(1)),
  resume: ResumePoint.nullable(),
  /** What was changed while the run went on before, or while another did that this one repeats: done again at the same steps. */
  changes: z.array(HotChange).optional(),
});
export type StartMessage = z.infer<typeof StartMessage>;

/** What a caller tells the engine. `exit` comes once the last event has arrived: nothing is left to say. */
export const EngineInput = z.discriminatedUnion('kind', [
  StartMessage,
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({ kind: z.literal('stop') }),
  z.strictObject({ kind: z.literal('set'), wish: HotWish }),
  z.strictObject({ kind: z.literal('exit') }),
]);
export type EngineInput = z.infer<typeof EngineInput>;

const Ready = z.strictObject({ kind: z.literal('ready'), protocol: z.int() });
/** The engine did not understand a message. */
const Refused = z.strictObject({ kind: z.literal('refused'), reason: z.string() });
/** The run could not even begin: its folder cannot be written, or another process holds it. */
const Failed = z.strictObject({ kind: z.literal('failed'), problem: Problem });
const Control = z.discriminatedUnion('kind', [Ready, Refused, Failed]);
export type EngineOutput = RunEvent | z.infer<typeof Control>;

/** What the engine does on each message. Nothing here may throw: a failed run is told by events. */
export type EngineHandler = {
  start(message: StartMessage): void;
  pause(): void;
  resume(): void;
  stop(): void;
  set(wish: HotWish): void;
};

/** The engine's end. */
export type EngineChannel = {
  /** To whoever started it, after the run's log has it. */
  send(event: RunEvent): void;
  /** Where there is no log to write to. The run counts as ended with it. */
  fail(problem: Problem): void;
};

type Port = {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
  closed(listener: () => void): void;
};

/** As much of Electron's `process.parentPort` as is used; there only in a utility process. */
type ParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
};

function parentPort(): Port | undefined {
  const electron = (process as { parentPort?: ParentPort | null }).parentPort;
  if (electron)
    return {
      post: (message) => electron.postMessage(message),
      listen: (listener) => electron.on('message', ({ data }) => listener(data)),
      // Electron itself ends its utility processes with the app.
      closed: () => undefined,
    };
  if (!process.send) return undefined;
  return {
    // A caller that went away shows itself as `disconnect`; the failed send says nothing more.
    post: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    listen: (listener) => void process.on('message', listener),
    closed: (listener) => void process.on('disconnect', listener),
  };
}

/**
 * Opens the engine's end, in an Electron utility process and in a Node child alike, and says that it is ready.
 * The process ends when its caller goes away or says `exit`. An interrupt of the terminal reaches the whole group;
 * it is the caller's to turn into `stop`, so that it is ignored here.
 *
 * @throws Error where nobody started this process as an engine
 */
export function serve(handler: EngineHandler): EngineChannel {
  const port = parentPort();
  if (!port)
    throw new Error(`The engine is started by the app or by the command line, not alone (${process.title}).`);
  process.on('SIGINT', () => undefined);
  const end = () => process.exit(0);
  port.closed(end);
  port.listen((message) => {
    const parsed = EngineInput.safeParse(message);
    if (!parsed.success) {
      port.post({ kind: 'refused', reason: reasonOf(message, parsed.error) } satisfies EngineOutput);
      return;
    }
    const input = parsed.data;
    if (input.kind === 'start') handler.start(input);
    else if (input.kind === 'exit') end();
    else if (input.kind === 'set') handler.set(input.wish);
    else handler[input.kind]();
  });
  port.post({ kind: 'ready', protocol: LINK_PROTOCOL } satisfies EngineOutput);
  return {
    send: (event) => port.post(event),
    fail: (it) => port.post({ kind: 'failed', problem: it } satisfies EngineOutput),
  };
}

function reasonOf(message: unknown, error: z.ZodError): string {
  const protocol = (message as { protocol?: unknown } | null)?.protocol;
  if (typeof protocol === 'number' && protocol !== LINK_PROTOCOL)
    return `The caller speaks protocol ${protocol}, this engine ${LINK_PROTOCOL}. Install both from one version.`;
  const [issue] = error.issues;
  return `A message was not understood: ${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'invalid'}`;
}

/** An engine process as its caller holds it, whatever started it. */
export type EngineProcess = {
  readonly pid: number | undefined;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Standard error (and output, which an engine does not use) as it comes. */
  onOutput(listener: (bytes: Uint8Array) => void): void;
  /** Once, after the last message; `signal` where the system names one. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** At once, without asking. */
  kill(): void;
};

/**
 * Starts an engine process: a Node child (node-launcher.ts) or an Electron utility process.
 *
 * @param more added to its environment, as its share of the machine where several run at once
 */
export type Launcher = (more?: Readonly<Record<string, string>>) => EngineProcess;

export type LinkListener = {
  ready(): void;
  event(event: RunEvent): void;
  failed(problem: Problem): void;
  /** The engine sent what is no message, refused one of ours, or speaks another protocol. */
  problem(problem: Problem): void;
};

export type EngineLink = { send(input: EngineInput): void };

/** The caller's end: every message is parsed, and what does not parse is told and dropped. */
export function connect(engine: EngineProcess, listener: LinkListener): EngineLink {
  engine.onMessage((message) => {
    const control = Control.safeParse(message);
    if (!control.success) {
      const event = RunEvent.safeParse(message);
      if (event.success) listener.event(event.data);
      else listener.problem(foreign(event.error));
    } else if (control.data.kind === 'refused') {
      listener.problem(problem({ code: 'engine-refused', message: control.data.reason }));
    } else if (control.data.kind === 'failed') {
      listener.failed(control.data.problem);
    } else if (control.data.protocol !== LINK_PROTOCOL) {
      listener.problem(
        problem({
          code: 'engine-protocol',
          message: 'The engine belongs to another version of Potstill.',
          found: `protocol ${control.data.protocol}`,
          allowed: `protocol ${LINK_PROTOCOL}`,
          fix: 'Install the app again, or build it again from one checkout.',
        }),
      );
    } else listener.ready();
  });
  return { send: (input) => engine.post(input) };
}

function foreign(error: z.ZodError): Problem {
  const [issue] = error.issues;
  return problem({
    code: 'engine-message',
    message: 'The engine sent something that is no event; it was dropped.',
    found: `${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'invalid'}`.slice(0, 200),
  });
}
