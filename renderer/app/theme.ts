import { bridge } from '../bridge.ts';
import { type Theme, useView } from '../stores/view.ts';

/** Main sets what the system reports to the page, so that native menus and dialogs follow too. */
const apply = (source: Theme): void => void bridge().call['theme.set']({ source });

export function setTheme(theme: Theme): void {
  useView.setState({ theme });
  apply(theme);
}

/** The page remembers the choice; main is told of it once. */
export const applyTheme = (): void => apply(useView.getState().theme);
