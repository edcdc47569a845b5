const Kept = 'streamactors.theme';

export const themes = ['auto', 'dark', 'light', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const light = matchMedia('(prefers-color-scheme: light)');
const contrast = matchMedia('(prefers-contrast: more)');

export const theme = (): Theme => (localStorage.getItem(Kept) as Theme | null) ?? 'auto';

function apply() {
  const chosen = theme();
  document.documentElement.dataset.theme =
    chosen === 'auto' ? (contrast.matches ? 'contrast' : light.matches ? 'light' : 'dark') : chosen;
}

export function choose(chosen: Theme) {
  localStorage.setItem(Kept, chosen);
  apply();
}

export function start() {
  light.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  apply();
}
