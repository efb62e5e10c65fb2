/** How the page looks: as the system does, or as a person chose here. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const CHOSEN = 'tradewind.theme';

/** The theme that a person chose here, else the system's. */
export const chosenTheme = (): Theme =>
  themes.find((theme) => theme === localStorage.getItem(CHOSEN)) ?? 'system';

/** Dress the page. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(CHOSEN);
  else localStorage.setItem(CHOSEN, theme);
  document.documentElement.dataset.theme = theme;
}
