import type { Definitions, PipelineDefinition } from './definition.ts';
import { DOCUMENT_FORMAT, type Document, type DocumentNode, Params } from './document.ts';
import { type Problem, problem } from './problem.ts';

type Raw = Record<string, unknown>;

/**
 * By format number: turns a document of the format before into one of this. Never removed: every released format opens for
 * ever. Format 2 only adds what may be left out, so that it has no step.
 */
const FORMAT_STEPS: Readonly<Record<number, (old: Raw) => Raw>> = {};

/** Brings the raw content of a file to today's format; the schema looks at it afterwards. */
export function migrateFormat(value: Raw): Raw {
  let current = value;
  for (let format = Number(value.potstill) + 1; format <= DOCUMENT_FORMAT; format += 1)
    current = { ...(FORMAT_STEPS[format]?.(current) ?? current), potstill: format };
  return current;
}

/**
 * Brings each node's parameters to the version of its definition, step by step.
 *
 * A node of an unknown type, of a newer version or whose step fails stays word for word as it was, so that
 * nothing is lost on saving; the check refuses to run it.
 */
export function upgradeNodes(
  document: Document,
  definitions: Definitions,
): { document: Document; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const nodes = upgradeRecord(document.nodes, definitions, problems);
  const subgraphs = Object.entries(document.subgraphs).map(([id, subgraph]) => {
    const within = upgradeRecord(subgraph.nodes, definitions, problems);
    return [id, within === subgraph.nodes ? subgraph : { ...subgraph, nodes: within }] as const;
  });
  const same = nodes === document.nodes && subgraphs.every(([id, it]) => it === document.subgraphs[id]);
  if (same) return { document, problems };
  return { document: { ...document, nodes, subgraphs: Object.fromEntries(subgraphs) }, problems };
}

function upgradeRecord(
  nodes: Document['nodes'],
  definitions: Definitions,
  problems: Problem[],
): Document['nodes'] {
  const upgraded: Record<string, DocumentNode> = {};
  for (const [id, node] of Object.entries(nodes)) {
    const definition = definitions.get(node.type);
    if (definition === undefined || node.version === definition.version) continue;
    const outcome = upgradeNode(id, node, definition);
    if ('params' in outcome) upgraded[id] = outcome;
    else problems.push(outcome);
  }
  return Object.keys(upgraded).length === 0 ? nodes : { ...nodes, ...upgraded };
}

function upgradeNode(id: string, node: DocumentNode, definition: PipelineDefinition): DocumentNode | Problem {
  const mismatch = versionProblem(id, node, definition);
  if (node.version > definition.version) return mismatch;
  let params: Raw = node.params;
  try {
    for (let version = node.version + 1; version <= definition.version; version += 1)
      params = definition.upgrade[version]?.(params) ?? params;
  } catch {
    return mismatch;
  }
  const parsed = Params.safeParse(params);
  return parsed.success ? { ...node, version: definition.version, params: parsed.data } : mismatch;
}

/** Why a node cannot be read by a definition of another version. */
export function versionProblem(id: string, node: DocumentNode, definition: PipelineDefinition): Problem {
  const newer = node.version > definition.version;
  return problem({
    code: newer ? 'node-newer' : 'node-older',
    node: id,
    message: newer
      ? `This ${definition.title} was written by a newer Potstill.`
      : `The parameters of this ${definition.title} are of an older version and could not be brought up to date.`,
    found: `version ${node.version}`,
    allowed: `version ${definition.version}`,
    fix: newer
      ? 'Update Potstill. The node is kept as it is until then.'
      : 'Add the node anew from the palette and remove this one.',
  });
}
