import { pythonScript } from '../../src/export/python/script.ts';
import { titleOf } from '../../src/pipeline/check.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { definitions } from '../../src/runtime/compile/compile.ts';
import { planOf } from '../runtime/compile/templates.ts';

/** A document as a script of PyTorch, or why not. */
export const scriptOf = (document: Document) =>
  pythonScript({
    title: document.title,
    compiled: planOf(document),
    titleOf: (node) => titleOf(document, definitions, node),
  });
