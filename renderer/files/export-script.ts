import { formatDocument } from '../../src/pipeline/text.ts';
import { bridge, unwrap } from '../bridge.ts';
import { showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { shownName, useDocument } from '../stores/document.ts';

/** Asks where, and writes the pipeline as a script of PyTorch; says what of it has no Python yet. */
export async function exportScript(): Promise<void> {
  const open = useDocument.getState();
  const { document, ticket } = open;
  try {
    const name = shownName(open);
    const saved = await unwrap(
      bridge().call['script.save']({ name, text: formatDocument(document), ticket }),
    );
    if (!saved) return;
    if ('name' in saved) {
      showToast({ tone: 'good', text: `${saved.name} trains the same by PyTorch alone.` });
      return;
    }
    const [first, ...more] = saved.problems;
    if (!first) return;
    const others = more.length > 0 ? `${more.length} more in the list of problems.` : first.fix;
    showToast({
      tone: 'problem',
      text: first.message,
      more: first.found === undefined ? others : `No Python for: ${first.found}. ${others}`,
    });
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: message, more: fix });
  }
}
