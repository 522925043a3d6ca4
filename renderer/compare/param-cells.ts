import type { FactNode, RunFacts } from '../../src/plan/run-facts.ts';
import { definitions } from '../catalogue.ts';
import { describeValue } from '../inspector/describe-value.ts';
import { type FormField, fieldValue, formFields, shownFields } from '../inspector/form-fields.ts';
import type { Cell } from './quantity.ts';

/** One parameter of one node of a run's pipeline, as it was set or by its default. */
export type ParamCell = {
  /** The same in every run: the node's type and id, and the parameter. */
  readonly key: string;
  readonly node: string;
  readonly nodeTitle: string;
  readonly param: string;
  readonly title: string;
  readonly unit: string | undefined;
  readonly help: string;
  readonly cell: Cell;
};

const known = new WeakMap<RunFacts, ReadonlyMap<string, ParamCell>>();

/**
 * The parameters of a run by key, in the order of its nodes and of their forms. What means nothing while others are as they
 * are is left out, and so are nodes that are muted or of no known type.
 */
export function paramCells(facts: RunFacts): ReadonlyMap<string, ParamCell> {
  const before = known.get(facts);
  if (before) return before;
  const cells = Object.entries(facts.nodes).flatMap(([id, node]) => cellsOf(id, node));
  const found = new Map(cells.map((it) => [it.key, it]));
  known.set(facts, found);
  return found;
}

function cellsOf(id: string, node: FactNode): ParamCell[] {
  const definition = definitions.get(node.type);
  if (!definition || node.state === 'muted') return [];
  const nodeTitle = node.title?.trim() || definition.title;
  return shownFields(formFields(definition), node.params).map((field) => ({
    key: `${node.type}/${id}.${field.param}`,
    node: id,
    nodeTitle,
    param: field.param,
    title: field.title,
    unit: field.unit,
    help: field.help,
    cell: cellOf(field, node.params),
  }));
}

function cellOf(field: FormField, params: FactNode['params']): Cell {
  const value = fieldValue(field, params);
  return typeof value === 'number' ? value : describeValue(field, value);
}
