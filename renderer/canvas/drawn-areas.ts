import type { Document } from '../../src/pipeline/document.ts';
import type { Area } from './areas.ts';
import { nodeAreas } from './place-node.ts';
import { surface } from './surface.ts';

/** Where the nodes of a document lie on the canvas of this window, by node; an estimate where they were never drawn. */
export const drawnAreas = (document: Document): Readonly<Record<string, Area>> =>
  nodeAreas(document, (id) => surface()?.areaOf(id));
