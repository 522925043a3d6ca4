import { catalogue } from '../src/nodes/catalogue.gen.ts';
import type { NodeDefinition } from '../src/nodes/define.ts';

/** Every kind of node by its type, for the check, the cards and the forms. */
export const definitions: ReadonlyMap<string, NodeDefinition> = new Map(catalogue.map((it) => [it.type, it]));
