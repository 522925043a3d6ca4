import { torchOps, torchTexts } from '../../nodes/torch.gen.ts';
import { type Result, refused } from '../../pipeline/problem.ts';
import { pixelScale } from '../../plan/pixel-scale.ts';
import type { Compiled, Network, Output, Plan, Schedule, Source, Stage } from '../../plan/plan.ts';
import { call, className, identifier, literal, namedLiterals, snake } from './literal.ts';
import { lossText } from './loss-text.ts';
import { networkText } from './network-text.ts';
import { parts } from './parts.gen.ts';

export type Exported = {
  readonly title: string;
  readonly compiled: Compiled;
  /** The title of a node of the document. */
  readonly titleOf: (node: string) => string;
};

/**
 * A pipeline as one Python file that trains it by PyTorch alone: the same weights at first, the same batches in the same
 * order, the same losses up to rounding. Draws of dropout are PyTorch's own.
 *
 * @returns refused with `export-python` where something in it has no Python yet; each such thing is named
 */
export function pythonScript(exported: Exported): Result<string> {
  const { plan } = exported.compiled;
  const names = namesOf(exported);
  const missing = new Set<string>([...missingIn(plan), ...missingStarts(plan)]);
  const asksProgress = (op: string): boolean => signature(op).includes('progress');
  const stages = plan.stages.map((stage, at) => ({
    stage,
    loss: lossText(`loss_${at + 1}`, stage, names.networks, asksProgress),
  }));
  for (const { loss } of stages) for (const it of loss.missing) missing.add(it);
  const classes = classesOf(plan, names.networks);
  for (const it of classes.missing) missing.add(it);
  const rules = plan.stages.flatMap((it) => [it.optimizer.op, ...schedules(it.optimizer.schedule)]);
  for (const op of rules) if (torchOps[op] === undefined) missing.add(op);
  if (missing.size > 0)
    return refused({
      code: 'export-python',
      message: 'This pipeline cannot be written as a PyTorch script yet.',
      found: [...missing].join(', '),
      fix: 'Train it here, or take out what stands above. Templates of answers and relations can be written.',
    });
  const ops = new Set([...stages.flatMap((it) => [...it.loss.ops]), ...rules]);
  const text = [
    header(exported),
    `# ${'-'.repeat(20)} What Potstill draws, in the same order\n\n\n${parts.draws}`,
    `# ${'-'.repeat(20)} Data\n\n\n${parts.data}`,
    `# ${'-'.repeat(20)} Networks\n\n\n${[parts.networks, ...classes.texts].join('\n\n\n')}`,
    `# ${'-'.repeat(20)} Losses, optimizers, learning rates\n\n\n${textsOf(ops).join('\n\n\n')}`,
    `# ${'-'.repeat(20)} Training\n\n\n${parts.training}\n\n\n${parts.saving}`,
    body(plan, names, classes, stages),
  ].join('\n\n\n');
  return { ok: true, value: `${text}\n` };
}

type Names = {
  readonly networks: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
};

const USED =
  'arguments device train accuracy same pooled partial math json torch nn F np Path Network Data Draws parser data draws images labels progress maps_first maps_last shuffled save_file read_idx first_values unit_rows embedding_of relative_distances angles_between temperature_now struct hashlib argparse print sum max min len list dict zip range float int round sorted abs any all map filter open input type object set str bytes id iter next super self'.split(
    ' ',
  );

function namesOf({ compiled: { plan, origin }, titleOf }: Exported): Names {
  const taken = new Set([
    ...USED,
    ...plan.stages.map((_, at) => `loss_${at + 1}`),
    ...Object.keys(torchOps).map((op) => snake(op.slice(op.indexOf('.') + 1))),
  ]);
  const plain = plan.networks.map((it) => networkTitle(it, { plan, origin }, titleOf));
  /** Those of one title are numbered: what is measured is told by it. */
  const titles = new Map(
    plan.networks.map(({ id }, at) => {
      const title = plain[at] as string;
      const before = plain.slice(0, at).filter((it) => it === title).length;
      return [id, before > 0 ? `${title} ${before + 1}` : title] as const;
    }),
  );
  return {
    titles,
    networks: new Map(plan.networks.map((it) => [it.id, identifier(titles.get(it.id) ?? it.role, taken)])),
    sources: new Map(plan.data.map((it) => [it.id, identifier(it.set, taken)])),
  };
}

/** In one line, as a title may hold anything. A baseline is called by the student that it is set against. */
function networkTitle(
  { id, role }: Network,
  { plan, origin }: Pick<Compiled, 'plan' | 'origin'>,
  titleOf: Exported['titleOf'],
): string {
  const own = plan.stages.find((it) => it.baselineOf !== null && it.train.includes(id));
  const taught = plan.stages.find((it) => it.id === own?.baselineOf)?.train[0];
  const node = origin[taught ?? id]?.[0];
  const title = (node === undefined ? role : titleOf(node)).replace(/\s+/g, ' ');
  return taught === undefined ? title : `${title} alone`;
}

/** What a plan asks for beyond networks, losses and rules. */
function missingIn(plan: Plan): string[] {
  const stages = plan.stages.flatMap((it) => [
    ...(it.frozen ? ['layers that do not learn'] : []),
    ...(it.follow ? ['averaged weights'] : []),
    ...(it.weights ? ['losses on weights'] : []),
    ...(it.perturbed ? ['an adversary'] : []),
    ...(it.tasks ? ['several tasks in one trainer'] : []),
  ]);
  const sources = plan.data.flatMap((it) => (it.tokens ? ['texts'] : []));
  const outputs = plan.outputs.flatMap((it) =>
    it.kind === 'evaluation' && it.attack ? ['accuracy under attack'] : [],
  );
  return [...stages, ...sources, ...outputs];
}

const missingStarts = ({ networks }: Plan): string[] =>
  networks.flatMap(({ start, shares }) => [
    ...(start.kind === 'derived' ? [`a network that begins from another one's weights (${start.op})`] : []),
    ...(start.kind === 'saved' ? ['a saved model'] : []),
    ...(shares ? ['weights that networks share'] : []),
  ]);

function schedules({ op, next }: Schedule): string[] {
  return [op, ...(next ? schedules(next as Schedule) : [])];
}

/** The lines of an op's function up to its colon. */
function signature(op: string): string {
  const text = torchTexts[torchOps[op] ?? ''] ?? '';
  const from = text.indexOf(`def ${snake(op.slice(op.indexOf('.') + 1))}(`);
  return from < 0 ? '' : text.slice(from, text.indexOf('"""', from));
}

/** The functions of ops, each file once, what several share first. */
function textsOf(ops: ReadonlySet<string>): string[] {
  const folders = [...new Set([...ops].map((it) => torchOps[it] ?? ''))].sort();
  const own = folders.map((it) => torchTexts[it] ?? '');
  const shared = torchTexts.arithmetic ?? '';
  const isShared = [...shared.matchAll(/^def (\w+)\(/gm)].some(([, name]) =>
    own.some((text) => text.includes(`${name}(`)),
  );
  return [...(isShared ? [shared] : []), ...own];
}

type Classes = {
  readonly texts: readonly string[];
  readonly missing: readonly string[];
  /** By network. */
  readonly names: ReadonlyMap<string, string>;
};

/** One class for all networks of the same layers. */
function classesOf(plan: Plan, names: ReadonlyMap<string, string>): Classes {
  const tapped = new Map<string, Set<string>>();
  const keyOf = ({ layers, input }: Network): string => JSON.stringify([layers, input]);
  for (const { network, layer } of plan.stages.flatMap((it) => it.taps)) {
    const of = plan.networks.find((it) => it.id === network);
    if (!of) continue;
    const key = keyOf(of);
    tapped.set(key, (tapped.get(key) ?? new Set()).add(layer));
  }
  const made = new Map<string, string>();
  const taken = new Set(['Network', 'Data', 'Draws', 'Path', 'Tensor', 'F', 'NAMES']);
  const classes = new Map<string, string>();
  const missing: string[] = [];
  const texts = plan.networks.flatMap((it) => {
    const key = keyOf(it);
    const known = made.get(key);
    const name = known ?? freeClass(names.get(it.id) ?? it.id, taken);
    classes.set(it.id, name);
    if (known !== undefined) return [];
    made.set(key, name);
    const written = networkText(name, it, tapped.get(key) ?? new Set());
    missing.push(...written.missing.map((kind) => `the layer ${kind}`));
    return [written.text];
  });
  return { texts, missing, names: classes };
}

/** Two names may be one class: `student_1_5` and `student_15`. */
function freeClass(variable: string, taken: Set<string>): string {
  const first = className(variable);
  let name = first;
  for (let at = 2; taken.has(name); at += 1) name = `${first}_${at}`;
  taken.add(name);
  return name;
}

/** Text of anybody within the quotes of a docstring. */
const quoted = (text: string): string =>
  text.replace(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('"', "'");

const header = ({ title, compiled }: Exported): string =>
  [
    `"""${quoted(title)}`,
    '',
    'A distillation pipeline of Potstill as a script of PyTorch: the same first weights, the same batches in the same order,',
    'the same losses up to rounding. It needs torch alone, and the data set as Potstill keeps it (train-images-…,',
    't10k-labels-… in a folder of its name).',
    '',
    ...compiled.notes.map((it) => `- ${quoted(it.text)}`),
    '"""',
    '',
    'import argparse',
    'import hashlib',
    'import json',
    'import math',
    'import struct',
    'from functools import partial',
    'from pathlib import Path',
    '',
    'import torch',
    'import torch.nn.functional as F',
    'from torch import Tensor, nn',
    '',
    'parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)',
    'parser.add_argument("--data", type=Path, required=True, help="the folder that holds the folders of data sets")',
    'parser.add_argument("--out", type=Path, default=Path("."), help="where models are saved")',
    'parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")',
    'parser.add_argument("--steps", type=int, help="ends each stage after so many steps")',
    'parser.add_argument("--log", action="store_true", help="prints the loss of each step as a line of JSON")',
    'arguments = parser.parse_args()',
    'device = torch.device(arguments.device)',
    '# Products in full float32, as on the processor.',
    'torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False',
  ].join('\n');

function body(
  plan: Plan,
  names: Names,
  classes: Classes,
  stages: readonly { readonly stage: Stage; readonly loss: { readonly text: string } }[],
): string {
  const name = (id: string): string => names.networks.get(id) ?? id;
  const made = plan.networks.map(
    (it) => `${name(it.id)} = ${classes.names.get(it.id)}().to(device).train(False)`,
  );
  const drawn = new Set<string>();
  const trained = stages.map(({ stage, loss }, at) => {
    const learning = [...stage.train, ...stage.projectors];
    const seen = [...learning, ...stage.taps.map((it) => it.network)].filter((it) => !drawn.has(it));
    const starts = [...new Set(seen)].flatMap((id) => {
      drawn.add(id);
      const start = plan.networks.find((it) => it.id === id)?.start;
      return start?.kind === 'fresh' ? [`${name(id)}.draw(${stage.seed}, ${literal(start.stream)})`] : [];
    });
    const whose = stage.train.map((id) => names.titles.get(id) ?? id).join(', ');
    return [
      `# Stage ${at + 1}: ${whose}, ${stage.epochs} epochs of ${stage.batch} examples a step, ${stage.steps.toLocaleString('en-US')} steps.`,
      loss.text,
      '',
      '',
      ...starts,
      trainCall(stage, at, names),
    ].join('\n');
  });
  const outputs = plan.outputs.flatMap((it) => outputLines(it, plan, names));
  return [
    [...plan.data.map((it) => `${names.sources.get(it.id)} = ${dataCall(it)}`), ...made].join('\n'),
    ...trained,
    ...(outputs.length > 0 ? [`# What came of it.\n${outputs.join('\n')}`] : []),
  ].join('\n\n');
}

/** What is measured and saved at the end. */
function outputLines(output: Output, { networks, data }: Plan, names: Names): string[] {
  const name = (id: string): string => names.networks.get(id) ?? id;
  const title = (id: string): string => (names.titles.get(id) ?? id).replace(/[{}]/g, '');
  const said = (network: string, source: string, part: string, on = ''): string => {
    const measured = `{accuracy(${name(network)}, ${names.sources.get(source)}, '${part}'):.2%}`;
    return `print(f${literal(`${title(network)}${on}: ${measured}`)})`;
  };
  const saved = (network: string, file: string): string =>
    `save_file(${name(network)}.values(), arguments.out / ${literal(`${file}.safetensors`)})`;
  switch (output.kind) {
    case 'evaluation':
      return [said(output.network, output.source, output.part)];
    case 'saved-model':
      return [saved(output.network, output.name)];
    case 'router':
      return output.tasks.flatMap(({ network, source }) => [
        // On every task whose images it can read.
        ...output.tasks
          .filter((it) => {
            const shape = data.find(({ id }) => id === it.source)?.shape;
            const input = networks.find(({ id }) => id === network)?.input;
            return JSON.stringify(shape) === JSON.stringify(input);
          })
          .map((it) => said(network, it.source, output.part, ` on ${names.sources.get(it.source)}`)),
        saved(network, `${output.name}-${names.sources.get(source)}`),
      ]);
    case 'leaderboard':
      return [];
  }
}

function dataCall({ set, counts, splitSeed, transform }: Source): string {
  const { by, add } = pixelScale(transform);
  const shift = transform.reduce((sum, it) => sum + (it.kind === 'random-shift' ? it.pixels : 0), 0);
  return call('Data', [
    literal(set),
    ...namedLiterals({ ...counts, splitSeed, by, add, ...(shift > 0 && { shift }) }),
  ]);
}

function trainCall(stage: Stage, at: number, { networks, sources, titles }: Names): string {
  const name = (id: string): string => networks.get(id) ?? id;
  const { op, args, rate, schedule } = stage.optimizer;
  const rule = (of: string, own: Readonly<Record<string, unknown>>, more: readonly string[] = []): string => {
    const all = [...namedLiterals(own), ...more];
    const short = snake(of.slice(of.indexOf('.') + 1));
    return all.length > 0 ? `partial(${[short, ...all].join(', ')})` : short;
  };
  const course = ({ op: own, args: of, next }: Schedule): string =>
    rule(own, of, next ? [`then=${course(next as Schedule)}`] : []);
  const learning = [...stage.train, ...stage.projectors];
  const measured = stage.train.map((id) => `${literal(titles.get(id) ?? id)}: ${name(id)}`);
  return call('train', [
    literal(stage.id),
    `loss_${at + 1}`,
    `data=${sources.get(stage.read)}`,
    ...namedLiterals({ batch: stage.batch, epochs: stage.epochs, seed: stage.seed }),
    `networks={${learning.map((id) => `${literal(id)}: ${name(id)}`).join(', ')}}`,
    `optimizer=${rule(op, args)}`,
    `rate=${rate}`,
    `schedule=${course(schedule)}`,
    `clip=${literal(stage.clip)}`,
    `measured={${measured.join(', ')}}`,
    `part=${literal(stage.evaluate)}`,
    ...(stage.cache ? [`views=${stage.cache.views}`] : []),
  ]);
}
