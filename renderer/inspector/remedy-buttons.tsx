import type { Problem } from '../../src/pipeline/problem.ts';
import { mend, remediesOf } from '../canvas/mend.ts';
import { Button } from '../design/button.tsx';
import { useDocument } from '../stores/document.ts';
import './remedy-buttons.css';

type RemedyButtonsProps = {
  readonly problem: Problem;
  readonly onLeave?: (() => void) | undefined;
};

/** What one press may do about a problem of the document that is open; nothing where it has to be mended by hand. */
export function RemedyButtons({ problem, onLeave }: RemedyButtonsProps) {
  const document = useDocument((it) => it.document);
  const remedies = remediesOf(document, problem);
  if (remedies.length === 0) return null;
  return (
    <div className="remedy-buttons">
      {remedies.map((it) => (
        <Button
          key={it.title}
          size="small"
          icon="mend"
          onClick={() => {
            onLeave?.();
            mend(it, document);
          }}
        >
          {it.title}
        </Button>
      ))}
    </div>
  );
}
