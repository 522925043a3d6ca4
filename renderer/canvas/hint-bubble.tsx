import { useLayoutEffect, useRef } from 'react';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { useHint } from './hint.ts';
import './hint-bubble.css';

/** Room to the pointer, and to the edge of the window. */
const AWAY = 14;

/** Where hints appear: at the place that they speak of, or at the foot of the canvas. Stays mounted, so that they are heard. */
export function HintBubble() {
  const hint = useHint((it) => it.hint);
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element || !hint?.at) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(innerWidth - width - 8, hint.at.x + AWAY))}px`;
    element.style.top = `${Math.max(8, Math.min(innerHeight - height - 8, hint.at.y + AWAY))}px`;
  }, [hint]);
  return (
    <div role="status" aria-live="polite" className="hint-place">
      {hint && (
        <div ref={bubble} className="hint" data-tone={hint.tone} data-placed={hint.at ? '' : undefined}>
          {hint.tone === 'problem' && <Icon name="error" size={14} />}
          <div>
            <p>{hint.text}</p>
            {hint.more && <p className="hint-more">{hint.more}</p>}
            {hint.action && (
              <Button size="small" icon="mend" className="hint-action" onClick={hint.action.onChoose}>
                {hint.action.label}
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
