import { describe, expect, it } from 'vitest';
import { entryHref, matching, told } from './rules';

describe('a log', () => {
  it('is searched by words in any order', () => {
    const lines = ['frame=1 fps=25', 'Connection refused: rtmp', 'rtmp connected'];
    expect(matching(lines, 'RTMP refused')).toEqual(['Connection refused: rtmp']);
    expect(matching(lines, ' ')).toEqual(lines);
  });
});

describe('an entry of the timeline', () => {
  it('says its fields without what only programs read', () => {
    expect(told({ at: 'x', epoch: 3, code: 'taken', message: '', nested: {}, n: 0 })).toBe('code: taken · n: 0');
    expect(told(null)).toBe('');
    expect(told({ since: '2026-01-31T12:34:56.7722083+00:00' })).toMatch(/^since: .*\d\d:\d\d$/);
  });

  it('leads to its input or output', () => {
    expect(entryHref({ kind: 'workload', entity: 'a~b~c~d', owner: 'output/studio' })).toBe('/outputs/studio');
    expect(entryHref({ kind: 'input', entity: 'cam' })).toBe('/inputs/cam');
    expect(entryHref({ kind: 'user', entity: 'ann' })).toBeNull();
  });
});
