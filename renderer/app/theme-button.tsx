import { useState } from 'react';
import { IconButton } from '../design/button.tsx';
import type { IconName } from '../design/icon.tsx';
import { Menu } from '../design/menu.tsx';
import { type Theme, useView } from '../stores/view.ts';
import { setTheme } from './theme.ts';

const THEMES: Readonly<Record<Theme, { label: string; icon: IconName }>> = {
  system: { label: 'As the system', icon: 'contrast' },
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon' },
};

/** Light, dark, or as the system has it. */
export function ThemeButton() {
  const theme = useView((it) => it.theme);
  const [at, setAt] = useState<DOMRect | null>(null);
  return (
    <>
      <IconButton
        icon={THEMES[theme].icon}
        label={`Theme: ${THEMES[theme].label.toLowerCase()}`}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={(event) => setAt(event.currentTarget.getBoundingClientRect())}
      />
      {at && (
        <Menu
          label="Theme"
          at={at}
          onClose={() => setAt(null)}
          items={(['system', 'light', 'dark'] as const).map((it) => ({
            ...THEMES[it],
            checked: it === theme,
            onChoose: () => setTheme(it),
          }))}
        />
      )}
    </>
  );
}
