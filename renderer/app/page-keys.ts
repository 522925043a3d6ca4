import { useView } from '../stores/view.ts';
import { goToNextProblem, mendProblem } from './next-problem.ts';
import { moveToPanel } from './panel-focus.ts';

/** Keys that belong to the page alone, wherever the focus is; returns the undoing. */
export function listenForKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const { gallery, comparing } = useView.getState();
    const covered = gallery !== 'closed' || comparing || document.querySelector('dialog:modal') !== null;
    if (covered || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'F6') moveToPanel(event.shiftKey);
    else if (event.key === 'F8' && event.shiftKey) mendProblem();
    else if (event.key === 'F8') goToNextProblem();
    else return;
    event.preventDefault();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
