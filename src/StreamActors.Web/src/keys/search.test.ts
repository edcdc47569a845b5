import { expect, it } from 'vitest';
import type { StateView, StreamView } from '../api/types';
import { Row } from '../live/store.svelte';
import { search } from './search';

function row(n: number): Row {
  const made = new Row('output', `out-${n}`);
  made.view = { name: `Destination ${n}`, address: { url: `rtmp://host/${n}` } } as unknown as StreamView;
  made.state = { phase: 'on-air' } as StateView;
  return made;
}

const offered = [{ label: 'Go to Changes', keys: 'g c', run: () => {} }];

it('finds commands and rows by all words, those that begin so first', () => {
  const found = search('to ch', [row(1)], offered);
  expect(found).toEqual([offered[0]]);
  const [first] = search('out-2', [row(12), row(2), row(20)], offered);
  expect(first).toMatchObject({ row: { id: 'out-2' } });
  expect(search('', [row(1)], offered)).toEqual(offered);
});

it('searches ten thousand names within a frame', () => {
  const rows = Array.from({ length: 10_000 }, (_, n) => row(n));
  // The best of many: other programs may take the processor at any moment.
  const times = Array.from({ length: 20 }, () => {
    const at = performance.now();
    expect(search('destination 99', rows, offered)).toHaveLength(12);
    return performance.now() - at;
  });
  console.log(`palette over 10,000 names: ${Math.min(...times).toFixed(1)} ms`);
  expect(Math.min(...times)).toBeLessThan(16);
});
