import { formatDocument } from '../../src/pipeline/text.ts';
import { bridge, unwrap } from '../bridge.ts';
import { cssColour } from '../design/css-colour.ts';
import { showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { shownName, useDocument } from '../stores/document.ts';
import { type ColourOf, drawPicture } from './draw-picture.ts';
import { intoPng, svgMetadata } from './embedded.ts';
import { rasterised } from './rasterised.ts';

/** Asks where, and writes the pipeline as a picture that holds the pipeline itself. */
export async function exportPicture(format: 'svg' | 'png'): Promise<void> {
  const open = useDocument.getState();
  const text = formatDocument(open.document);
  const colourOf = colours();
  try {
    const drawn = drawPicture(open.document, colourOf, format === 'svg' ? svgMetadata(text) : '');
    const bytes =
      format === 'svg' ? new TextEncoder().encode(drawn.svg) : intoPng(await rasterised(drawn), text);
    const saved = await unwrap(bridge().call['picture.save']({ name: shownName(open), format, bytes }));
    if (saved)
      showToast({
        tone: 'good',
        text: `${saved.name} holds the picture and the pipeline: drop it on the window to open it.`,
      });
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: message, more: fix });
  }
}

/** What the window's colours are now; each is asked for once, as asking lays the page out anew. */
function colours(): ColourOf {
  const known = new Map<string, string>();
  return (token) => {
    const colour = known.get(token) ?? cssColour(window.document.body, token);
    known.set(token, colour);
    return colour;
  };
}
