import type { Document } from '../../../../src/pipeline/document.ts';
import { template, withParams } from '../../compile/templates.ts';
import { DATA, type Params, TWENTY } from './small-documents.ts';

const small = (document: Document, params: Readonly<Record<string, Params>>): Document =>
  Object.entries(params).reduce((of, [node, own]) => withParams(of, node, own), document);

/** Two students that teach each other, one of them saved. */
export const mutual: Document = small(template('mutual-learning-fashion-mnist'), {
  'fashion-mnist': DATA,
  trainer: { ...TWENTY, baseline: false },
  'first-network': { firstFilters: 2, secondFilters: 3, kernel: '3', dense: 8 },
  'second-network': { hidden: [12] },
});
