import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Metric = { key: string; value: number; timestamp: number; step: number };
type Entry = { key: string; value: string };
export type KeptRun = {
  experiment: string;
  name: string;
  status: string;
  ended: number | undefined;
  tags: Entry[];
  params: Entry[];
  metrics: Metric[];
  files: Record<string, Buffer>;
};

/** As MLflow says what a key may hold. */
const KEY = /^[/\p{L}\p{N}_.\- ]{1,250}$/u;

/**
 * A tracking server on the loopback address that keeps in memory what it is told, with MLflow's own limits: it refuses
 * what MLflow refuses. What a real one (MLflow 3) makes of the same was seen by hand.
 */
export async function startTracking({ files = true, failAt = Number.POSITIVE_INFINITY } = {}) {
  const experiments = new Map<string, string>();
  const runs = new Map<string, KeptRun>();
  const asked: string[] = [];
  const answer = async (request: IncomingMessage): Promise<readonly [status: number, body: unknown]> => {
    const url = new URL(request.url ?? '', 'http://localhost');
    asked.push(`${request.method} ${url.pathname}`);
    if (asked.length > failAt) return [500, { error_code: 'INTERNAL_ERROR', message: 'The disk is full' }];
    const body = await bytesOf(request);
    const at = '/api/2.0/mlflow-artifacts/artifacts/';
    if (request.method === 'PUT' && url.pathname.startsWith(at)) {
      const [, id = '', , ...path] = decodeURIComponent(url.pathname.slice(at.length)).split('/');
      const run = runs.get(id);
      if (!run) return [404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: id }];
      run.files[path.join('/')] = body;
      return [200, {}];
    }
    const given = body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
    const run = runs.get(given.run_id);
    const missing = [404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'none' }] as const;
    switch (url.pathname.replace('/api/2.0/mlflow/', '')) {
      case 'experiments/get-by-name': {
        const id = experiments.get(url.searchParams.get('experiment_name') ?? '');
        return id === undefined ? missing : [200, { experiment: { experiment_id: id } }];
      }
      case 'experiments/create': {
        const id = `${experiments.size + 1}`;
        experiments.set(given.name, id);
        return [200, { experiment_id: id }];
      }
      case 'runs/search': {
        const [, tag, value] =
          /^tags\.`(.+)` = '(.+)' and attributes\.status != 'FAILED'$/.exec(given.filter) ?? [];
        const found = [...runs].filter(
          ([, it]) =>
            given.experiment_ids.includes(it.experiment) &&
            it.status !== 'FAILED' &&
            it.tags.some((own) => own.key === tag && own.value === value),
        );
        // Without one the real server leaves the list out.
        return [200, found.length > 0 ? { runs: found.map(([id]) => ({ info: { run_id: id } })) } : {}];
      }
      case 'runs/create': {
        const id = `run${runs.size + 1}`;
        runs.set(id, {
          experiment: given.experiment_id,
          name: given.run_name,
          status: 'RUNNING',
          ended: undefined,
          tags: given.tags,
          params: [],
          metrics: [],
          files: {},
        });
        const store = files ? 'mlflow-artifacts:' : 's3://bucket';
        return [
          200,
          { run: { info: { run_id: id, artifact_uri: `${store}/${given.experiment_id}/${id}/artifacts` } } },
        ];
      }
      case 'runs/log-batch': {
        const { metrics = [], params = [] }: { metrics?: Metric[]; params?: Entry[] } = given;
        const refused =
          metrics.length > 1000 ||
          params.length > 100 ||
          [...metrics, ...params].some((it) => !KEY.test(it.key)) ||
          params.some((it) => it.value.length > 6000) ||
          metrics.some((it) => typeof it.value !== 'number' || !Number.isInteger(it.timestamp));
        if (!run) return missing;
        if (refused) return [400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'beyond the limits' }];
        run.metrics.push(...metrics);
        run.params.push(...params);
        return [200, {}];
      }
      case 'runs/update': {
        if (!run) return missing;
        run.status = given.status;
        run.ended = given.end_time;
        return [200, {}];
      }
      default:
        return [404, 'not found'];
    }
  };
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    experiments,
    runs,
    asked,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
