import type { Role } from './api/types';
import type { Words } from './words/en';

export interface PageLink {
  href: string;
  name: keyof Words['pages'];
  /** After g. */
  key: string;
  /** Who may see what is on it; everybody by default. */
  needs?: { role: Role; scope: string };
}

/** The navigation. */
export const links: PageLink[] = [
  { href: '/', name: 'onAir', key: 'o' },
  { href: '/alerts', name: 'alerts', key: 'a', needs: { role: 'viewer', scope: 'alerts' } },
  { href: '/changes', name: 'changes', key: 'c', needs: { role: 'viewer', scope: 'changes' } },
  { href: '/nodes', name: 'nodes', key: 'n', needs: { role: 'viewer', scope: 'nodes' } },
  { href: '/logs', name: 'logs', key: 'l', needs: { role: 'viewer', scope: 'timeline' } },
  { href: '/settings', name: 'settings', key: 's', needs: { role: 'viewer', scope: 'settings' } },
  { href: '/users', name: 'users', key: 'u', needs: { role: 'admin', scope: 'users' } },
  { href: '/keys', name: 'apiKeys', key: 'k', needs: { role: 'admin', scope: 'keys' } },
  { href: '/me', name: 'me', key: 'm' },
];
