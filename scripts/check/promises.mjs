import { join } from 'node:path';
import ts from 'typescript';
import { codeFiles, ROOT } from './source-files.mjs';

/**
 * Promises that nobody waits for: an error in them is lost. Biome's rule does not see the types of Node's own
 * modules, where most of ours come from, so TypeScript is asked. `void work()` says that it is meant.
 *
 * @param {string[]} [files] paths from the root; every hand-written one where left out
 * @returns {string[]} one line a place
 */
export function floatingPromises(files = codeFiles()) {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram({
    rootNames: files.filter((path) => /\.(ts|tsx|mjs)$/.test(path)).map((path) => join(ROOT, path)),
    options: {
      ...options,
      composite: false,
      incremental: false,
      noEmit: true,
      allowJs: true,
      checkJs: true,
      jsx: ts.JsxEmit.ReactJSX,
      types: ['node'],
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    },
  });
  const checker = program.getTypeChecker();
  /** @type {string[]} */
  const found = [];
  for (const file of files) {
    const source = program.getSourceFile(join(ROOT, file));
    if (source === undefined || source.isDeclarationFile) continue;
    visit(source, source);
  }
  return found;

  /** @param {ts.Node} node @param {ts.SourceFile} source */
  function visit(node, source) {
    if (ts.isExpressionStatement(node) && isPromise(node.expression)) {
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
      const path = source.fileName.slice(ROOT.length + 1);
      const text = node.getText().split('\n', 1)[0]?.slice(0, 60);
      found.push(
        `${path}:${line + 1}:${character + 1}: nobody waits for ${text}: await it, catch it, or write void`,
      );
    }
    ts.forEachChild(node, (child) => visit(child, source));
  }

  /** @param {ts.Expression} expression */
  function isPromise(expression) {
    if (!ts.isCallExpression(expression) && !ts.isNewExpression(expression)) return false;
    if (handles(expression)) return false;
    const type = checker.getTypeAtLocation(expression);
    const parts = type.isUnion() ? type.types : [type];
    return parts.some(
      (part) =>
        checker.getPropertyOfType(part, 'then') !== undefined && (part.flags & ts.TypeFlags.Any) === 0,
    );
  }

  /** `.catch(…)` and `.then(…, …)` end a chain. @param {ts.CallExpression | ts.NewExpression} call */
  function handles(call) {
    if (!ts.isPropertyAccessExpression(call.expression)) return false;
    const method = call.expression.name.text;
    return method === 'catch' || (method === 'then' && call.arguments?.length === 2);
  }
}
