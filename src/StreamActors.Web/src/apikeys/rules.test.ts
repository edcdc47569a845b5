import { describe, expect, it } from 'vitest';
import type { KeyView } from '../api/types';
import { arrange, expiry, playerUrl, stateOf } from './rules';

const Now = Date.parse('2026-11-27T21:00:00Z');
const key = (id: string, more: Partial<KeyView> = {}): KeyView => ({
  id,
  name: id,
  role: 'viewer',
  scopes: [],
  created: '2026-01-01T00:00:00Z',
  expires: null,
  revoked: false,
  ...more,
});

describe('an API key', () => {
  it('is known by what it can still do', () => {
    expect(stateOf(key('a'), Now)).toBe('active');
    expect(stateOf(key('a', { expires: '2026-11-28T00:00:00Z' }), Now)).toBe('expiring');
    expect(stateOf(key('a', { expires: '2026-11-27T21:00:00Z' }), Now)).toBe('expired');
    expect(stateOf(key('a', { revoked: true, expires: '2027-11-28T00:00:00Z' }), Now)).toBe('revoked');
  });

  it('is listed while it works, newest first, and found by each of its words', () => {
    const keys = [
      key('old'),
      key('new', { created: '2026-05-01T00:00:00Z', name: 'Lobby', role: 'reader', scopes: ['cam1'] }),
      key('gone', { revoked: true }),
    ];
    const ids = (words: string, hasAll = false) => arrange(keys, Now, words, hasAll).map((k) => k.id);
    expect(ids('')).toEqual(['new', 'old']);
    expect(ids('', true)).toContain('gone');
    expect(ids('LOBBY')).toEqual(['new']);
    expect(ids('cam1')).toEqual(['new']);
  });

  it('expires after days, at a moment, or never', () => {
    expect(expiry('never', '', Now)).toBeNull();
    expect(expiry('1', '', Now)).toBe('2026-11-28T21:00:00.000Z');
    expect(expiry('at', '2026-12-24T18:00:00Z', Now)).toBe('2026-12-24T18:00:00.000Z');
  });

  it('is quoted in the address of a player', () => {
    expect(playerUrl('http://host:8080', 'cam1', 'a+b')).toBe('http://host:8080/relay/cam1.ts?key=a%2Bb');
  });
});
