import { Button } from '../design/button.tsx';
import { useView } from '../stores/view.ts';
import './empty-canvas.css';
import { openQuickAdd } from './open-quick-add.ts';
import { shownKeys } from './shown-keys.ts';
import { surface } from './surface.ts';

/** What an empty canvas says: how to begin, in two lines. */
export function EmptyCanvas() {
  const { keys } = shownKeys('add-node');
  return (
    <div className="empty-canvas">
      <h2>An empty pipeline</h2>
      <p>
        Drag a data set, a teacher and a student here from the palette, or double-click to search for a node.
      </p>
      <p>Then draw wires from outputs on the right of a node to inputs on the left of the next.</p>
      <div className="empty-canvas-actions">
        <Button
          look="primary"
          icon="search"
          onClick={() => {
            const bounds = surface()?.bounds();
            if (bounds)
              openQuickAdd({ x: bounds.x + bounds.width / 2 - 160, y: bounds.y + bounds.height / 3 });
          }}
        >
          Add a node
          {keys && <kbd>{keys}</kbd>}
        </Button>
        <Button icon="grid" onClick={() => useView.setState({ gallery: 'over' })}>
          Start from a template
        </Button>
      </div>
    </div>
  );
}
