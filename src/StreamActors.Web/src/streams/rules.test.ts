import { describe, expect, it } from 'vitest';
import type { StateView, StreamView } from '../api/types';
import { Row } from '../live/store.svelte';
import { chain, lines, patch, table } from './rules';

function row(kind: 'input' | 'output', phase: string): Row {
  const made = new Row(kind, kind);
  made.view = {
    id: kind,
    name: kind,
    on: true,
    address: { url: `srt://${kind}`, options: {}, secrets: {} },
  } as unknown as StreamView;
  made.state = { phase, reason: '' } as StateView;
  return made;
}

describe('the path of a stream', () => {
  it('breaks at the first link that fails, not at those that wait for it', () => {
    const broken = (input: string, output: string) =>
      chain(row('output', output), row('input', input)).map((l) => l.isBroken);
    expect(broken('on-air', 'parked')).toEqual([false, true]);
    expect(broken('stalled', 'waiting')).toEqual([true, false]);
    expect(broken('on-air', 'on-air')).toEqual([false, false]);
  });

  it('is one link for an input', () => {
    expect(chain(row('input', 'waiting'), null).map((l) => [l.what, l.isBroken])).toEqual([['source', true]]);
  });
});

describe('a table as text', () => {
  it('is read back as it was written', () => {
    const given = { latency: '200', mode: 'caller' };
    expect(table(lines(given))).toEqual(given);
    expect(table('  a = 1 \n\n b\nurl=x=y')).toEqual({ a: '1', b: '', url: 'x=y' });
  });

  it('becomes a patch that removes what is gone and leaves what is the same', () => {
    expect(patch({ a: '1', b: '2', c: '3' }, { a: '1', b: '9', d: '4' })).toEqual({ c: null, b: '9', d: '4' });
  });
});
