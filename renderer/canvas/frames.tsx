import { useDocument } from '../stores/document.ts';
import { BehindNodes } from './flow/behind-nodes.tsx';
import './frames.css';

/** The document's frames: titled rectangles behind the nodes that they hold together. */
export function Frames() {
  const frames = useDocument((it) => it.document.frames);
  return (
    <BehindNodes>
      {Object.entries(frames).map(
        ([
          id,
          {
            title,
            position: { x, y },
            width,
            height,
          },
        ]) => (
          <section
            key={id}
            className="frame"
            aria-label={title}
            style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
          >
            <h3 className="frame-title truncate">{title}</h3>
          </section>
        ),
      )}
    </BehindNodes>
  );
}
