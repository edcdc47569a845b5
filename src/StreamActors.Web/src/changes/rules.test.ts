import { describe, expect, it } from 'vitest';
import type { ExportView } from '../api/types';
import { canUndo, compare, entities, fromLocal, justBefore, toLocal } from './rules';

const view = (inputs: object[], outputs: object[] = []): ExportView =>
  ({
    format: 'streamactors/1',
    at: null,
    salt: null,
    inputs,
    outputs,
    alertRules: [],
    channels: [],
  }) as unknown as ExportView;
const input = (id: string, url: string, more: object = {}) => ({ id, name: id, address: { url, ...more }, on: true });

describe('a moment', () => {
  it('goes through the field and back', () => {
    expect(fromLocal(toLocal('2026-11-27T21:00:05Z'))).toBe('2026-11-27T21:00:05.000Z');
    expect(toLocal('yesterday')).toBe('');
    expect(fromLocal('')).toBeNull();
    expect(justBefore('2026-11-27T21:00:00Z')).toBe('2026-11-27T20:59:59.999Z');
  });
});

describe('the configuration of another time', () => {
  it('says what became of each since then', () => {
    const then = entities(view([input('same', 'test://'), input('moved', 'srt://a'), input('gone', 'test://')]));
    const now = entities(view([input('same', 'test://'), input('moved', 'srt://b'), input('new', 'test://')]));
    const found = compare(then, now);
    expect(found.map((e) => [e.key, e.state])).toEqual([
      ['input/gone', 'removed'],
      ['input/moved', 'changed'],
      ['input/new', 'created'],
      ['input/same', 'same'],
    ]);
    expect(found[1]?.differences).toEqual([{ field: 'address.url', before: 'srt://a', after: 'srt://b' }]);
    expect(compare(then, null).every((e) => e.state === 'unknown')).toBe(true);
  });

  it('leaves secrets out: an export has none', () => {
    const then = entities(view([input('a', 'srt://a', { secrets: { passphrase: '***' } })]));
    const now = entities(view([input('a', 'srt://a', { secrets: null })]));
    expect(compare(then, now)[0]?.state).toBe('same');
  });

  it('is limited to one entity', () => {
    expect(entities(view([input('a', 'x')], [input('a', 'x')]), 'output/a').map((e) => e.key)).toEqual(['output/a']);
  });

  it('has no undo for users and keys', () => {
    expect([canUndo('channel'), canUndo('user')]).toEqual([true, false]);
  });
});
