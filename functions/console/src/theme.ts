import { useEffect, useState } from 'preact/hooks';

/** How the page looks: as the system does, or as a person chose here. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const CHOSEN = 'tradewind.theme';
const prefersDark = () => matchMedia('(prefers-color-scheme: dark)');

/** The theme that a person chose here, else the system's. */
export const chosenTheme = (): Theme =>
  themes.find((theme) => theme === localStorage.getItem(CHOSEN)) ?? 'system';

/** Dress the page. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(CHOSEN);
  else localStorage.setItem(CHOSEN, theme);
  document.documentElement.dataset.theme = theme;
}

/** Follow how the page looks on the screen, for what the style sheet does not reach: images and canvases. */
export function useShownTheme(): 'light' | 'dark' {
  const [shown, setShown] = useState(shownTheme);
  useEffect(() => {
    const follow = () => setShown(shownTheme());
    const system = prefersDark();
    system.addEventListener('change', follow);
    const page = new MutationObserver(follow);
    page.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', follow);
      page.disconnect();
    };
  }, []);
  return shown;
}

function shownTheme(): 'light' | 'dark' {
  const { theme } = document.documentElement.dataset;
  if (theme === 'light' || theme === 'dark') return theme;
  return prefersDark().matches ? 'dark' : 'light';
}
