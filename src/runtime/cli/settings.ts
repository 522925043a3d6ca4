import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import type { NodeDefinition } from '../../nodes/define.ts';
import { paramsSchema } from '../../nodes/params.ts';
import { modelFileOf } from '../../nodes/saved-model.ts';
import type { Document, DocumentNode } from '../../pipeline/document.ts';
import { describeIssue } from '../../pipeline/issue.ts';
import { ProblemError } from '../../pipeline/problem.ts';
import type { ModelHeader } from '../../plan/builder.ts';
import { readModelHeader } from '../model-file.ts';
import { EVERY_TRAINER } from './arguments.ts';

type Definitions = ReadonlyMap<string, NodeDefinition>;
type Value = DocumentNode['params'][string];

export type Changed = {
  readonly document: Document;
  /** Models that were named by path: where they lie, and what they are. */
  readonly picked: readonly { readonly path: string; readonly header: ModelHeader }[];
};

/**
 * Applies `node.param=value` settings in order, each checked by the node's own schema.
 *
 * @throws ProblemError naming the node or parameter that is not there, what there is, or why a value does not do
 */
export async function applySettings(
  document: Document,
  definitions: Definitions,
  sets: readonly string[],
): Promise<Changed> {
  let changed: Changed = { document, picked: [] };
  const touched: [id: string, param: string][] = [];
  for (const set of sets) {
    const { node, param, text } = split(set);
    for (const id of nodesBy(node, param, changed.document, definitions)) {
      changed = await apply(changed, definitions, id, param, text);
      touched.push([id, param]);
    }
  }
  for (const [id, param] of touched) refuseIdle(changed.document, definitions, id, param);
  return changed;
}

function split(set: string): { node: string; param: string; text: string } {
  const equals = set.indexOf('=');
  const dot = set.lastIndexOf('.', equals);
  if (equals > 0 && dot > 0)
    return { node: set.slice(0, dot), param: set.slice(dot + 1, equals), text: set.slice(equals + 1) };
  throw new ProblemError({
    code: 'usage',
    message: '--set takes NODE.PARAM=VALUE.',
    found: set,
    fix: "For example: --set 'trainer.epochs=3'",
  });
}

const titleOf = (node: DocumentNode, definitions: Definitions): string =>
  node.title ?? definitions.get(node.type)?.title ?? node.type;

/** By id, else by title; the two are told apart by their case at most. Every trainer: those that have the parameter. */
function nodesBy(
  name: string,
  param: string,
  { nodes }: Document,
  definitions: Definitions,
): readonly string[] {
  if (name === EVERY_TRAINER)
    return Object.keys(nodes).filter((id) => {
      const definition = definitions.get(nodes[id]?.type ?? '');
      return definition?.category === 'training' && Object.hasOwn(propertiesOf(definition), param);
    });
  if (Object.hasOwn(nodes, name)) return [name];
  const same = Object.entries(nodes).filter(
    ([, node]) => titleOf(node, definitions).toLowerCase() === name.toLowerCase(),
  );
  if (same.length === 1) return same.map(([id]) => id);
  const list = Object.entries(nodes).map(([id, node]) => `${id} (${titleOf(node, definitions)})`);
  throw new ProblemError({
    code: 'setting-node',
    message:
      same.length > 1
        ? `Several nodes are called "${name}".`
        : `There is no node "${name}" in this document.`,
    found: name,
    allowed: (same.length > 1 ? same.map(([id]) => id) : list).join(', '),
    fix: 'Use the id of the node.',
  });
}

async function apply(
  { document, picked }: Changed,
  definitions: Definitions,
  id: string,
  param: string,
  text: string,
): Promise<Changed> {
  const node = document.nodes[id] as DocumentNode;
  const definition = definitions.get(node.type);
  // A node of an unknown type is told by the compiler.
  if (!definition) return { document, picked };
  const property = propertyOf(definition, id, param);
  if (property.control === 'model-file' && text !== 'null') {
    const path = resolve(text);
    const header = await readModelHeader(path);
    const value = modelFileOf(basename(path), header);
    return { document: withParam(document, id, param, value), picked: [...picked, { path, header }] };
  }
  return { document: withParam(document, id, param, readValue(definition, node, id, param, text)), picked };
}

type Property = { control?: unknown; when?: { param: string; is: unknown[] } };

function propertiesOf(definition: NodeDefinition): Record<string, Property> {
  return (paramsSchema(definition.params).properties ?? {}) as Record<string, Property>;
}

function propertyOf(definition: NodeDefinition, id: string, param: string): Property {
  const properties = propertiesOf(definition);
  const found = Object.hasOwn(properties, param) ? properties[param] : undefined;
  if (found) return found;
  throw new ProblemError({
    code: 'setting-param',
    node: id,
    message: `${definition.title} has no parameter "${param}".`,
    found: param,
    allowed: Object.keys(properties).join(', ') || 'none',
  });
}

/** As JSON where it is JSON that suits, else as text: `3` for a choice named "3" needs no quotes. */
function readValue(
  definition: NodeDefinition,
  node: DocumentNode,
  id: string,
  param: string,
  text: string,
): Value {
  const issueOf = (value: Value): z.core.$ZodIssue | undefined => {
    const parsed = definition.params.safeParse({ ...node.params, [param]: value });
    return parsed.error?.issues.find((it) => it.path[0] === param);
  };
  let value: Value = text;
  try {
    value = JSON.parse(text) as Value;
  } catch {
    // Text it is.
  }
  const issue = issueOf(value);
  if (issue === undefined) return value;
  if (issueOf(text) === undefined) return text;
  const { reason, allowed } = describeIssue(issue);
  throw new ProblemError({
    code: 'parameter',
    node: id,
    param,
    message: `${param} ${reason}.`,
    found: text === '' ? 'nothing' : text,
    ...(allowed !== undefined && { allowed }),
    fix: 'Set it to an allowed value.',
  });
}

function withParam(document: Document, id: string, param: string, value: Value): Document {
  const node = document.nodes[id] as DocumentNode;
  return {
    ...document,
    nodes: { ...document.nodes, [id]: { ...node, params: { ...node.params, [param]: value } } },
  };
}

/** A setting without effect is a mistake in a script that nobody would see. */
function refuseIdle(document: Document, definitions: Definitions, id: string, param: string): void {
  const node = document.nodes[id] as DocumentNode;
  const definition = definitions.get(node.type);
  const when = definition && propertiesOf(definition)[param]?.when;
  if (!when) return;
  const parsed = definition.params.safeParse(node.params);
  if (!parsed.success || when.is.some((it) => it === parsed.data[when.param])) return;
  throw new ProblemError({
    code: 'setting-idle',
    node: id,
    param,
    message: `${param} has no effect while ${when.param} is ${JSON.stringify(parsed.data[when.param])}.`,
    allowed: `${when.param}: ${when.is.map((it) => JSON.stringify(it)).join(' or ')}`,
    fix: `Add --set '${id}.${when.param}=${String(when.is[0])}'.`,
  });
}
