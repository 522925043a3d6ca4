import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { template, withParams } from '../runtime/compile/templates.ts';
import type { Person } from './launch-app.ts';

/** A template among a person's own documents, with other parameters, by node. @returns its path */
export function templateFile(
  person: Person,
  name: string,
  params: Readonly<Record<string, Record<string, unknown>>>,
): string {
  const document = Object.entries(params).reduce(
    (of, [node, own]) => withParams(of, node, own),
    template(name),
  );
  const file = join(person.documents, `${name}.json`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}
