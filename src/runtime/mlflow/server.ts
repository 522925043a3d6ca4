import { z } from 'zod';
import { ProblemError } from '../../pipeline/problem.ts';
import type { Entry, Metric, TrackedRun } from './tracked-run.ts';

/*
 * MLflow's REST interface, version 2.0 of it, as servers from 2.0 on have it:
 * https://mlflow.org/docs/latest/rest-api.html
 */

/** A person's own tracking server. */
export type Tracking = {
  /** The experiment's id; it is made where there is none of that name. */
  experiment(name: string): Promise<string>;
  /** The run that carries a tag in an experiment. */
  find(experiment: string, tag: string, value: string): Promise<string | undefined>;
  begin(experiment: string, run: Pick<TrackedRun, 'name' | 'begun' | 'tags'>): Promise<StartedRun>;
  /** Any number of entries, sent in as many parts as the server wants. */
  log(
    run: string,
    entries: { readonly metrics: readonly Metric[]; readonly params: readonly Entry[] },
  ): Promise<void>;
  end(run: string, how: Pick<TrackedRun, 'status' | 'ended'>): Promise<void>;
  /** Puts a file beside a run. @returns false where the server keeps files elsewhere, beyond our reach */
  keep(run: StartedRun, path: string, content: Uint8Array): Promise<boolean>;
  /** Where a person looks at a run. */
  page(experiment: string, run: string): string;
};

export type StartedRun = { readonly id: string; readonly artifacts: string };

/** What a server takes at once. */
const AT_ONCE = { metrics: 1000, params: 100 } as const;
/** A server that says nothing for so long is not there; milliseconds. */
const PATIENCE = 30_000;
/** A file may be sent as slowly as that; bytes a millisecond. */
const SLOWEST = 50;
const MISSING = 'RESOURCE_DOES_NOT_EXIST';

const Failure = z.object({ error_code: z.string().default(''), message: z.string().default('') });
const Experiment = z.object({ experiment: z.object({ experiment_id: z.string() }) });
const MadeExperiment = z.object({ experiment_id: z.string() });
const MadeRun = z.object({
  run: z.object({ info: z.object({ run_id: z.string(), artifact_uri: z.string() }) }),
});
const Found = z.object({
  runs: z.array(z.object({ info: z.object({ run_id: z.string() }) })).default([]),
});

/**
 * @param address `http://localhost:5000`; a name and a password may stand in it, as MLflow's own client takes them
 * @throws ProblemError `mlflow-address`
 */
export function trackingServer(address: string): Tracking {
  const base = baseOf(address);
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (base.username !== '')
    headers.authorization = `Basic ${btoa(`${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`)}`;
  const root = `${base.origin}${base.pathname.replace(/\/+$/, '')}`;

  const ask = async (path: string, init: RequestInit, patience = PATIENCE): Promise<Response> => {
    try {
      return await fetch(`${root}${path}`, {
        ...init,
        headers: { ...headers, ...init.headers },
        // A server that sends us elsewhere would get the password with it.
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      });
    } catch (error) {
      throw unreachable(root, error);
    }
  };
  const json = async <T>(schema: z.ZodType<T>, path: string, body?: unknown): Promise<T | typeof MISSING> => {
    const answer = await ask(`/api/2.0/mlflow/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const content: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) {
      const failure = Failure.safeParse(content);
      if (failure.data?.error_code === MISSING) return MISSING;
      throw refusedBy(root, `${answer.status} ${failure.data?.message ?? ''}`.trim());
    }
    const parsed = schema.safeParse(content);
    if (!parsed.success) throw refusedBy(root, `an answer to ${path} that MLflow does not give`);
    return parsed.data;
  };
  const need = async <T>(schema: z.ZodType<T>, path: string, body?: unknown): Promise<T> => {
    const answer = await json(schema, path, body);
    if (answer === MISSING) throw refusedBy(root, `that there is nothing for ${path}`);
    return answer;
  };

  return {
    async experiment(name) {
      const found = await json(
        Experiment,
        `experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`,
      );
      if (found !== MISSING) return found.experiment.experiment_id;
      return (await need(MadeExperiment, 'experiments/create', { name })).experiment_id;
    },
    async find(experiment, tag, value) {
      const { runs } = await need(Found, 'runs/search', {
        experiment_ids: [experiment],
        // Half of one that failed on its way is no run.
        filter: `tags.\`${tag}\` = '${value}' and attributes.status != 'FAILED'`,
        max_results: 1,
      });
      return runs[0]?.info.run_id;
    },
    async begin(experiment, { name, begun, tags }) {
      const { run } = await need(MadeRun, 'runs/create', {
        experiment_id: experiment,
        run_name: name,
        start_time: begun,
        tags,
      });
      return { id: run.info.run_id, artifacts: run.info.artifact_uri };
    },
    async log(run, { metrics, params }) {
      for (let at = 0; at < params.length; at += AT_ONCE.params)
        await need(z.unknown(), 'runs/log-batch', {
          run_id: run,
          params: params.slice(at, at + AT_ONCE.params),
        });
      for (let at = 0; at < metrics.length; at += AT_ONCE.metrics)
        await need(z.unknown(), 'runs/log-batch', {
          run_id: run,
          metrics: metrics.slice(at, at + AT_ONCE.metrics),
        });
    },
    async end(run, { status, ended }) {
      await need(z.unknown(), 'runs/update', {
        run_id: run,
        status,
        ...(status !== 'RUNNING' && { end_time: ended }),
      });
    },
    async keep({ artifacts }, path, content) {
      // Only a server that takes files itself names them so; the others want an account at some store.
      const own = /^mlflow-artifacts:\/{1,3}(?:[^/]+:\d+\/)?(.+)$/.exec(artifacts)?.[1];
      if (own === undefined) return false;
      const place = `${own}/${path}`.split('/').map(encodeURIComponent).join('/');
      const answer = await ask(
        `/api/2.0/mlflow-artifacts/artifacts/${place}`,
        {
          method: 'PUT',
          body: Buffer.from(content),
          headers: { 'content-type': 'application/octet-stream' },
        },
        PATIENCE + Math.ceil(content.length / SLOWEST),
      );
      if (!answer.ok) throw refusedBy(root, `${answer.status} to ${path}`);
      return true;
    },
    page: (experiment, run) => `${root}/#/experiments/${experiment}/runs/${run}`,
  };
}

function baseOf(address: string): URL {
  const url = parsed(address);
  if (url && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new ProblemError({
    code: 'mlflow-address',
    message: 'This is not the address of an MLflow server.',
    found: address,
    allowed: 'http://NAME:PORT or https://NAME',
    fix: 'A server on this machine has http://127.0.0.1:5000, if it was started by mlflow server.',
  });
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

function unreachable(root: string, error: unknown): ProblemError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new ProblemError({
    code: 'mlflow-unreachable',
    message: `No MLflow server answers at ${root}.`,
    found: cause instanceof Error ? cause.message : String(cause),
    fix: 'Is it running, and is its port right? A browser opens the same address.',
  });
}

function refusedBy(root: string, found: string): ProblemError {
  return new ProblemError({
    code: 'mlflow-refused',
    message: `The MLflow server at ${root} refused.`,
    found,
    fix: 'The log of the server says more. What it had taken until then is marked as failed there.',
  });
}
