import { en, type Words } from './en';

const Kept = 'streamactors.language';
const others: Record<string, () => Promise<Words>> = {
  de: async () => (await import('./de')).de,
  fr: async () => (await import('./fr')).fr,
  es: async () => (await import('./es')).es,
  ja: async () => (await import('./ja')).ja,
  ar: async () => (await import('./ar')).ar,
};

/** Each language by its own name. */
export const languages: Record<string, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  ar: 'العربية',
};

class Language {
  code = $state('en');
  words = $state.raw<Words>(en);

  /** The chosen language, or the first of the browser's that there is. */
  async start() {
    const wanted = [localStorage.getItem(Kept), ...navigator.languages.map((l) => l.split('-')[0])];
    await this.use(wanted.find((l) => l && l in languages) ?? 'en');
  }

  async choose(code: string) {
    localStorage.setItem(Kept, code);
    await this.use(code);
  }

  async use(code: string) {
    this.words = (await others[code]?.()) ?? en;
    this.code = code;
    document.documentElement.lang = code;
    document.documentElement.dir = code === 'ar' ? 'rtl' : 'ltr';
  }
}

export const language = new Language();

/** The texts in the chosen language: read inside a component, they change with it. */
export const t = () => language.words;
