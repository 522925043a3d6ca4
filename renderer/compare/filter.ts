import { stateWord } from '../runs/run-words.ts';
import { type Column, plainName } from './columns.ts';
import type { Entry } from './entry.ts';
import { readQuantity } from './quantity.ts';

const OPERATORS = ['<=', '>=', '!=', '=', '<', '>', ':'] as const;
type Operator = (typeof OPERATORS)[number];

type Term =
  | { readonly kind: 'word'; readonly text: string; readonly not: boolean }
  | {
      readonly kind: 'condition';
      readonly columns: readonly Column[];
      readonly operator: Operator;
      readonly value: string;
      readonly not: boolean;
    };

/** What is looked for in a table of runs. */
export type Filter = {
  readonly terms: readonly Term[];
  /** What of it could not be understood, in sentences; it is left out of what is looked for. */
  readonly problems: readonly string[];
};

/** A word or a quoted text; where an operator follows, what it is compared with. A `-` before it turns it round. */
const TERM = /(-?)(?:"([^"]*)"?|([^\s"<>=!:]+))(?:\s*(<=|>=|!=|=|<|>|:)\s*(?:"([^"]*)"?|([^\s"]+))?)?/gu;

/**
 * Reads what was typed: words, each of which a run must have in its name, pipeline, state or tags, and conditions such as
 * `temperature>2`, `accuracy>=97%`, `tag=seed`, `"Learning rate"<0.01`, `state!=done`. Whoever fulfils all is found.
 *
 * @param columns by whose names conditions are understood; where several have one name, one of them is enough
 */
export function readFilter(query: string, columns: readonly Column[]): Filter {
  const terms: Term[] = [];
  const problems: string[] = [];
  for (const found of query.matchAll(TERM)) {
    const [, minus, quoted, bare, operator, quotedValue, bareValue] = found;
    const not = minus === '-';
    const name = quoted ?? bare ?? '';
    if (operator === undefined) {
      if (name.trim() !== '') terms.push({ kind: 'word', text: name.toLowerCase(), not });
      continue;
    }
    const value = quotedValue ?? bareValue;
    // Still being written.
    if (value === undefined || value.trim() === '') continue;
    const named = columns.filter((it) => it.names.includes(plainName(name)));
    if (named.length === 0) {
      problems.push(`No column is called “${name}”.`);
      continue;
    }
    const odd = ordering(operator as Operator) && named.every((it) => readQuantity(it.unit, value) === null);
    if (odd) {
      problems.push(
        named.some((it) => it.unit !== 'text')
          ? `“${value}” is no number that ${name} can be compared with.`
          : `${name} is text, which is neither more nor less. Use = or :.`,
      );
      continue;
    }
    terms.push({ kind: 'condition', columns: named, operator: operator as Operator, value, not });
  }
  return { terms, problems };
}

const ordering = (operator: Operator): boolean => ['<', '>', '<=', '>='].includes(operator);

/** Whether a run is one of those that are looked for. */
export const passes = ({ terms }: Filter, entry: Entry): boolean =>
  terms.every(
    (term) => (term.kind === 'word' ? hasWord(entry, term.text) : fulfils(entry, term)) !== term.not,
  );

const words = new WeakMap<Entry, string>();

function hasWord(entry: Entry, text: string): boolean {
  let all = words.get(entry);
  if (all === undefined) {
    const { summary, facts } = entry;
    all = [summary.title, stateWord(summary.status), ...summary.tags, facts?.document ?? '']
      .join('\n')
      .toLowerCase();
    words.set(entry, all);
  }
  return all.includes(text);
}

function fulfils(entry: Entry, { columns, operator, value }: Extract<Term, { kind: 'condition' }>): boolean {
  if (operator === '!=') return !columns.some((it) => holds(entry, it, '=', value));
  // What has no value in any of the columns can be asked for by that.
  if (value.toLowerCase() === 'none' && operator === '=')
    return columns.every((it) => it.cell(entry) === null);
  return columns.some((it) => holds(entry, it, operator, value));
}

function holds(entry: Entry, column: Column, operator: Operator, value: string): boolean {
  const cell = column.cell(entry);
  if (cell === null) return false;
  if (typeof cell === 'string') {
    const wanted = value.toLowerCase();
    const all = (column.all?.(entry) ?? [cell]).map((it) => it.toLowerCase());
    if (operator === '=') return all.includes(wanted);
    return operator === ':' && all.some((it) => it.includes(wanted));
  }
  const wanted = readQuantity(column.unit, value);
  if (wanted === null) return false;
  if (operator === '<') return cell < wanted;
  if (operator === '>') return cell > wanted;
  if (operator === '<=') return cell <= wanted;
  if (operator === '>=') return cell >= wanted;
  return column.unit === 'date' ? sameDay(cell, wanted) : nearly(cell, wanted);
}

/** To as many digits as a table shows of a figure: nobody types sixteen. */
const nearly = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));

const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();
