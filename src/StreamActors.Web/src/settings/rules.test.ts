import { describe, expect, it } from 'vitest';
import { fileName, grouped, importBody, importPath, variable } from './rules';

const settings = [
  { key: 'node', value: 'studio', default: '' },
  { key: 'http.listen', value: '127.0.0.1:8080', default: '127.0.0.1:8080' },
  { key: 'media.starts-per-second', value: '20', default: '10' },
];

describe('settings', () => {
  it('are grouped as in the file, and found by key, value and variable', () => {
    expect(grouped(settings, '', false).map(([name]) => name)).toEqual(['streamactors', 'http', 'media']);
    expect(grouped(settings, '8080', false).map(([name]) => name)).toEqual(['http']);
    expect(grouped(settings, variable('media.starts-per-second'), false)).toHaveLength(1);
    expect(grouped(settings, '', true).map(([name]) => name)).toEqual(['streamactors', 'media']);
    expect(variable('http.requests-per-second')).toBe('STREAMACTORS_HTTP_REQUESTS_PER_SECOND');
  });
});

describe('an import', () => {
  it('is sent as it is, with the passphrase in it', () => {
    expect(importBody('{"format":"streamactors/1"}', 'open sesame 1')).toEqual({
      body: '{"format":"streamactors/1","passphrase":"open sesame 1"}',
      type: 'application/json',
    });
    expect(importBody('format: streamactors/1\n', 'a "b"')).toEqual({
      body: 'format: streamactors/1\npassphrase: "a \\"b\\""\n',
      type: 'application/yaml',
    });
    expect(() => importBody('{', '')).toThrow();
  });

  it('is tried before it is done, and removes no more than the trial said', () => {
    expect(importPath(false, null)).toBe('import?mode=merge&dry-run=true');
    expect(importPath(false, 0)).toBe('import?mode=merge');
    expect(importPath(true, 3)).toBe('import?mode=replace&removals=3');
  });
});

it('files are named by what they are and when', () => {
  expect(fileName('streams', 'yaml', Date.parse('2026-11-27T21:05:00Z'))).toBe('streams-2026-11-27-21-05.yaml');
});
