import type { NodeDefinition } from '../../src/nodes/define.ts';
import { cardSize } from '../canvas/place-node.ts';
import { surface } from '../canvas/surface.ts';

let ghost: HTMLElement | undefined;

/**
 * What hangs at the pointer while a kind of node is dragged: a card of the size that it will have. The browser takes
 * a picture of an element of the page, which must be in it, out of sight.
 */
export function makeGhost(definition: NodeDefinition): HTMLElement {
  ghost?.remove();
  ghost = document.createElement('div');
  ghost.className = 'drag-ghost';
  ghost.style.setProperty('--category', `var(--category-${definition.category})`);
  const { width, height } = cardSize(definition);
  const zoom = surface()?.zoom() ?? 1;
  ghost.style.width = `${width * zoom}px`;
  ghost.style.height = `${height * zoom}px`;
  ghost.style.fontSize = `${13 * zoom}px`;
  ghost.textContent = definition.title;
  document.body.append(ghost);
  return ghost;
}
