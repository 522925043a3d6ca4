import type { z } from 'zod';
import { DOCUMENT_FORMAT, Document, LIMITS, leastFormat } from './document.ts';
import { describeIssue, foundAt } from './issue.ts';
import { scanJson } from './json-text.ts';
import { migrateFormat } from './migrate.ts';
import { placeMissing } from './place-missing.ts';
import { type ProblemDraft, type Result, refused } from './problem.ts';

/**
 * Reads a document from the text of a file. Either the whole document, or the one reason why not; it never
 * throws and never gives half of a document. Sizes are looked at before anything is built from the text.
 */
export function parseDocument(text: string): Result<Document> {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const bytes = atLeastBytes(content);
  if (bytes > LIMITS.bytes)
    return refused({
      code: 'document-large',
      message: 'The file is too large for a pipeline.',
      found: `${bytes} bytes`,
      allowed: `at most ${LIMITS.bytes} bytes`,
    });
  const fault = scanJson(content, LIMITS);
  if (fault) return refused(fault);
  const value: unknown = JSON.parse(content);
  const foreign = foreignFault(value);
  if (foreign) return refused(foreign);
  const crowded = crowdFault(value as Record<string, unknown>);
  if (crowded) return refused(crowded);
  const migrated = placeMissing(migrateFormat(value as Record<string, unknown>));
  const parsed = Document.safeParse(migrated);
  return parsed.success ? { ok: true, value: parsed.data } : refused(describeIssues(parsed.error, migrated));
}

/** Canonical text: sorted keys, two spaces, one final line break. Equal documents give equal bytes. */
export function formatDocument(document: Document): string {
  const { notes, subgraphs, ...rest } = document;
  const filled = {
    ...rest,
    ...(Object.keys(notes).length > 0 && { notes }),
    ...(Object.keys(subgraphs).length > 0 && { subgraphs }),
  };
  return `${JSON.stringify(sorted({ ...filled, potstill: leastFormat(document) }), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => [key, sorted(it)]),
  );
}

/** UTF-8 length; counted only where the number of characters leaves it open. */
function atLeastBytes(text: string): number {
  if (text.length > LIMITS.bytes || text.length * 3 <= LIMITS.bytes) return text.length;
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Each half of a surrogate pair stands for two of the pair's four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

function foreignFault(value: unknown): ProblemDraft | undefined {
  const format =
    typeof value === 'object' && value !== null ? (value as { potstill?: unknown }).potstill : undefined;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1)
    return {
      code: 'document-foreign',
      message: 'This is no Potstill pipeline: it carries no format number.',
      found: `"potstill": ${JSON.stringify(format)?.slice(0, 40) ?? 'nothing'}`,
      allowed: `"potstill": 1 to ${DOCUMENT_FORMAT}`,
    };
  if (format > DOCUMENT_FORMAT)
    return {
      code: 'document-newer',
      message: 'This pipeline was written by a newer Potstill.',
      found: `format ${format}`,
      allowed: `format ${DOCUMENT_FORMAT} or older`,
      fix: 'Update Potstill to open it. The file stays as it is.',
    };
  return undefined;
}

/** Counts before the schema looks at each entry, so that a huge file is refused at once. */
function crowdFault(value: Record<string, unknown>): ProblemDraft | undefined {
  for (const [record, limit] of [
    ['nodes', LIMITS.nodes],
    ['wires', LIMITS.wires],
    ['frames', LIMITS.nodes],
    ['notes', LIMITS.nodes],
    ['subgraphs', LIMITS.nodes],
  ] as const) {
    const count = Object.keys(value[record] ?? {}).length;
    if (count > limit)
      return {
        code: 'document-crowded',
        message: `The pipeline holds too many ${record}.`,
        found: `${count}`,
        allowed: `at most ${limit}`,
      };
  }
  return undefined;
}

function describeIssues(error: z.ZodError, value: unknown): ProblemDraft {
  const [issue] = error.issues;
  if (issue === undefined) return { code: 'document-shape', message: 'The document is not as it should be.' };
  const [record, id, part, param] = issue.path.map(String);
  const { reason, allowed } = describeIssue(issue);
  const more = error.issues.length - 1;
  return {
    code: 'document-shape',
    message: `${issue.path.map(String).join('.') || 'The document'} ${reason}${more > 0 ? ` (and ${more} more)` : ''}.`,
    found: foundAt(value, issue.path),
    ...(record === 'nodes' && id !== undefined && { node: id }),
    ...(record === 'wires' && id !== undefined && { wire: id }),
    ...(part === 'params' && param !== undefined && { param }),
    ...(allowed !== undefined && { allowed }),
    fix: 'Set it right in a text editor, or take a backup.',
  };
}
