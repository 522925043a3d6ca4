import type { Document } from '../../src/pipeline/document.ts';
import { bridge, unwrap } from '../bridge.ts';
import { readDocument } from '../files/show-document.ts';

export type Template = { readonly id: string; readonly text: string; readonly document: Document };

/** The template that shows most with the least to know; it stands first. */
export const STARTER = 'tempered-softmax-mnist';

/** The templates that came with the app, small ones before large ones. One that this Potstill cannot read is left out. */
export async function listTemplates(): Promise<readonly Template[]> {
  return readTemplates(await unwrap(bridge().call['template.list']({})));
}

export function readTemplates(
  list: readonly { readonly id: string; readonly text: string }[],
): readonly Template[] {
  const read = list.flatMap(({ id, text }): Template[] => {
    const document = readDocument(text);
    return document.ok ? [{ id, text, document: document.value }] : [];
  });
  const size = ({ id, document }: Template): number =>
    id === STARTER ? 0 : Object.keys(document.nodes).length;
  return read.sort((a, b) => size(a) - size(b));
}
