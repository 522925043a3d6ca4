import ts from 'typescript';
import { codeFiles, readText } from './source-files.mjs';

const MOST_LINES = 400;
const MEDIAN_LINES = 120;
/** Share of throws whose text carries a value that was found; the rest tell of what is missing. The best
 * code base of the field that was measured has 0.83. */
const TELLING_THROWS = 0.8;

/** @param {number[]} sorted @param {number} share */
const quantile = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

/** @param {ts.Node} node @param {(node: ts.Node) => void} visit */
function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/**
 * Whether an error's text can say what was found: it is built with a value, or handed on.
 *
 * @param {ts.ThrowStatement} statement
 */
function tells(statement) {
  const thrown = statement.expression;
  if (!ts.isNewExpression(thrown)) return true;
  return (thrown.arguments ?? []).some((argument) => {
    let value = false;
    walk(argument, (node) => {
      const key = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
      value ||= ts.isTemplateExpression(node) || (ts.isIdentifier(node) && !key);
    });
    return value;
  });
}

/** @param {string} text share of lines that hold nothing but a comment */
function commentLines(text) {
  let inside = false;
  return text.split('\n').filter((line) => {
    const start = line.trimStart();
    const comment = inside || start.startsWith('//') || start.startsWith('/*') || start.startsWith('{/*');
    if (start.startsWith('/*') || start.startsWith('{/*')) inside = true;
    if (line.includes('*/')) inside = false;
    return comment;
  }).length;
}

/**
 * The budget that keeps files readable, and the figures that a review looks at.
 *
 * @returns {{ failures: string[], report: string[] }}
 */
export function size() {
  const failures = [];
  const report = [];
  const rooms = new Map();
  let throws = 0;
  /** @type {string[]} */
  const silent = [];
  for (const path of codeFiles()) {
    const text = readText(path);
    const lines = text.split('\n').length - 1;
    const room = /^(test|scripts)\//.test(path)
      ? path.split('/')[0]
      : path.endsWith('.css')
        ? 'style'
        : 'product';
    const at = rooms.get(room) ?? { lines: [], comments: 0 };
    at.lines.push(lines);
    at.comments += commentLines(text);
    rooms.set(room, at);
    if (lines > MOST_LINES)
      failures.push(`${path}: ${lines} lines; allowed: at most ${MOST_LINES}. Split it by idea.`);
    if (!/\.(ts|tsx|mjs)$/.test(path)) continue;
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    /** @param {ts.Node} node */
    const place = (node) => `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    walk(source, (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) failures.push(`${place(node)}: any`);
      if (!ts.isThrowStatement(node) || path.startsWith('test/')) return;
      throws += 1;
      if (!tells(node)) silent.push(place(node));
    });
    for (const [at, line] of text.split('\n').entries())
      if (/@ts-(ignore|nocheck|expect-error)/.test(line) && !path.startsWith('scripts/check/'))
        failures.push(`${path}:${at + 1}: the type check is switched off`);
  }
  for (const [room, { lines, comments }] of [...rooms].sort()) {
    lines.sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
    const total = lines.reduce((/** @type {number} */ sum, /** @type {number} */ it) => sum + it, 0);
    report.push(
      `${room}: ${lines.length} files, ${total} lines; median ${quantile(lines, 0.5)}, p90 ${quantile(lines, 0.9)}, ` +
        `max ${quantile(lines, 1)}; ${Math.round((100 * comments) / Math.max(1, total))} % comments`,
    );
    if ((room === 'product' || room === 'scripts') && quantile(lines, 0.5) > MEDIAN_LINES)
      failures.push(`${room}: median ${quantile(lines, 0.5)} lines a file; allowed: ${MEDIAN_LINES}.`);
  }
  report.push(`throws: ${throws}, of which ${throws - silent.length} say what was found`);
  if (throws > 0 && (throws - silent.length) / throws < TELLING_THROWS)
    failures.push(...silent.map((it) => `${it}: the error does not say what was found`));
  return { failures, report };
}
