import type { Words } from './words/en';

/** The navigation: the address, the name, and the key after g. */
export const links: { href: string; name: keyof Words['pages']; key: string }[] = [
  { href: '/', name: 'onAir', key: 'o' },
  { href: '/changes', name: 'changes', key: 'c' },
  { href: '/me', name: 'me', key: 'm' },
];
