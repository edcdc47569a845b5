import type { KeyView } from '../api/types';

/** The first segments of the paths of the API, which a key can be limited to. */
export const scopes = [
  'inputs',
  'outputs',
  'workloads',
  'alerts',
  'alert-rules',
  'channels',
  'timeline',
  'changes',
  'live',
  'events',
  'nodes',
  'settings',
  'export',
  'import',
  'backup',
  'keys',
  'users',
  'me',
  'metrics',
  'health',
  'entities',
  'journal',
  'relay',
] as const;

export type KeyState = 'active' | 'expiring' | 'expired' | 'revoked';

const SoonMs = 7 * 24 * 3600_000;

export function stateOf(key: KeyView, now: number): KeyState {
  if (key.revoked) return 'revoked';
  if (!key.expires) return 'active';
  const left = Date.parse(key.expires) - now;
  return left <= 0 ? 'expired' : left < SoonMs ? 'expiring' : 'active';
}

/** Those that work come first, the newest first; what a key is no longer good for is asked for with all. */
export const arrange = (keys: KeyView[], now: number, words: string, hasAll: boolean) =>
  keys
    .filter((k) => hasAll || ['active', 'expiring'].includes(stateOf(k, now)))
    .filter((k) => `${k.id} ${k.name} ${k.role} ${k.scopes.join(' ')}`.toLowerCase().includes(words.toLowerCase()))
    .sort((a, b) => b.created.localeCompare(a.created));

/** When it expires: a number of days from now, the moment that was entered, or never. */
export function expiry(days: string, at: string, now: number): string | null {
  if (days === 'never') return null;
  return new Date(days === 'at' ? Date.parse(at) : now + Number(days) * 24 * 3600_000).toISOString();
}

/** Where a player takes the stream of an input with a key. */
export const playerUrl = (origin: string, input: string, key: string) =>
  `${origin}/relay/${input}.ts?key=${encodeURIComponent(key)}`;
