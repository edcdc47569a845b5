import { describe, expect, it } from 'vitest';
import type { StateView, StreamView } from '../api/types';
import { Row } from '../live/store.svelte';
import { admits, arrange, brief, hold, isWorse, rank, summarize, tally } from './rules';

const Now = Date.parse('2026-11-27T21:00:00Z');

function row(
  kind: 'input' | 'output',
  id: string,
  phase: string,
  more: { input?: string; on?: boolean; ago?: number } = {},
): Row {
  const made = new Row(kind, id);
  made.view = {
    id,
    name: id,
    on: more.on ?? true,
    address: { url: `rtmp://host/${id}`, options: {}, secrets: {} },
    ...(kind === 'output' ? { input: more.input ?? 'cam' } : {}),
  } as unknown as StreamView;
  made.state = { phase, reason: '', since: new Date(Now - (more.ago ?? 0)).toISOString() } as StateView;
  return made;
}

describe('the order', () => {
  it('puts the worst first, and a start only when it takes too long', () => {
    const phases = ['parked', 'stalled', 'backing-off', 'starting', 'waiting', 'slow', 'on-air', 'stopping'];
    const ranks = phases.map((p) => rank(row('output', 'x', p, { ago: 60_000 }), Now));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(rank(row('output', 'x', 'starting', { ago: 5_000 }), Now)).toBeGreaterThan(5);
  });

  it('puts packets lost in the last minute before what is well', () => {
    const losing = row('output', 'x', 'on-air');
    losing.measured(1, 0, null, Now - 2000);
    losing.measured(1, 9, null, Now - 1000);
    expect(rank(losing, Now)).toBeLessThan(rank(row('output', 'y', 'on-air'), Now));
    expect(rank(losing, Now + 61_000)).toBe(rank(row('output', 'y', 'on-air'), Now));
  });

  it('puts an input where its worst output is', () => {
    const rows = [
      row('input', 'a', 'on-air'),
      row('output', 'a1', 'on-air', { input: 'a' }),
      row('input', 'b', 'on-air'),
      row('output', 'b1', 'on-air', { input: 'b' }),
      row('output', 'b2', 'parked', { input: 'b' }),
    ];
    const arranged = arrange(rows, Now);
    expect(arranged.map((f) => f.input?.id)).toEqual(['b', 'a']);
    expect(arranged[0]?.outputs.map((o) => o.id)).toEqual(['b2', 'b1']);
  });

  it('tells inputs apart that the filter hides', () => {
    const rows = [row('output', 'a1', 'on-air', { input: 'a' }), row('output', 'b1', 'on-air', { input: 'b' })];
    expect(arrange(rows, Now).map((f) => f.id)).toEqual(['a', 'b']);
  });

  it('shows of many outputs those that are not well, and all when asked', () => {
    const rows = [row('input', 'cam', 'on-air'), row('output', 'bad', 'stalled')];
    for (let n = 0; n < 30; n++) rows.push(row('output', `o${n}`, 'on-air'));
    const [shown] = arrange(rows, Now);
    expect(shown?.outputs.map((o) => o.id)).toEqual(['bad']);
    expect([shown?.total, shown?.well]).toEqual([31, 30]);
    expect(arrange(rows, Now, () => true)[0]?.outputs).toHaveLength(31);
  });

  it('stands still while somebody looks, and tells how many would move', () => {
    const held = hold(['c', 'a', 'b', 'new'], (k) => k, ['a', 'b', 'c']);
    expect(held.items).toEqual(['a', 'b', 'c', 'new']);
    expect(held.moved).toBe(3);
    expect(hold(['c', 'a'], (k) => k, null)).toEqual({ items: ['c', 'a'], moved: 0 });
  });
});

describe('the first line', () => {
  it('counts only what should be on air, and names the worst', () => {
    const rows = [
      row('input', 'cam', 'on-air'),
      row('output', 'well', 'on-air'),
      row('output', 'late', 'starting'),
      row('output', 'studio', 'parked'),
      row('output', 'off', 'idle', { on: false }),
    ];
    const summary = summarize(rows, Now);
    expect({ ...summary, worst: summary.worst?.id }).toEqual({
      inputs: 1,
      outputs: 4,
      wanted: 3,
      off: 2,
      worst: 'studio',
    });
  });

  it('never takes an unknown state for a good one', () => {
    expect(summarize([row('output', 'x', 'something-new')], Now).off).toBe(1);
  });

  it('takes the first sentence of a reason', () => {
    expect(brief('10.0.0.1 is refused. Allow it with x.')).toBe('10.0.0.1 is refused');
    expect(brief('No media has come for 10 s.')).toBe('No media has come for 10 s');
  });

  it('tallies by phase', () => {
    const counts = tally([row('output', 'a', 'parked'), row('output', 'b', 'parked'), row('input', 'c', 'on-air')]);
    expect([counts.get('parked'), counts.get('on-air'), counts.get('idle')]).toEqual([2, 1, undefined]);
  });
});

describe('the filter', () => {
  it('wants every word, and the phase', () => {
    const studio = row('output', 'studio', 'parked');
    expect(admits(studio, 'STU host', '')).toBe(true);
    expect(admits(studio, 'stu other', '')).toBe(false);
    expect(admits(studio, '', 'parked')).toBe(true);
    expect(admits(studio, '', 'on-air')).toBe(false);
  });
});

describe('what is said aloud', () => {
  it('is a worsening only', () => {
    expect(isWorse('on-air', 'stalled')).toBe(true);
    expect(isWorse('stalled', 'backing-off')).toBe(false);
    expect(isWorse('backing-off', 'on-air')).toBe(false);
    expect(isWorse(undefined, 'parked')).toBe(false);
  });
});
