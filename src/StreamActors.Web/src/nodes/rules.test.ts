import { describe, expect, it } from 'vitest';
import type { NodeView, StateView, StreamView } from '../api/types';
import { Row } from '../live/store.svelte';
import { homeless, runningOn, sick, statusOf } from './rules';

const node = (name: string, status: string) => ({ node: name, status }) as NodeView;

function row(id: string, on: string | null): Row {
  const made = new Row('output', id);
  made.view = { id, name: id, on: true } as StreamView;
  made.state = { phase: 'on-air', node: on } as StateView;
  return made;
}

describe('nodes', () => {
  it('work while they come and go, and not when they are gone', () => {
    const nodes = [node('a', 'up'), node('b', 'joining'), node('c', 'down'), node('d', 'unreachable')];
    expect(sick(nodes).map((n) => n.node)).toEqual(['c', 'd']);
    expect(statusOf(node('e', 'of a later version'))).toBe('unreachable');
  });

  it('show what runs where', () => {
    const rows = [row('two', 'a'), row('one', 'a'), row('three', 'b'), row('parked', null)];
    expect(runningOn(rows, 'a', '').map((r) => r.id)).toEqual(['one', 'two']);
    expect(runningOn(rows, 'a', 'one').map((r) => r.id)).toEqual(['one']);
    expect(runningOn(rows, 'a', 'a ').map((r) => r.id)).toEqual(['one', 'two']);
    expect(homeless(rows).map((r) => r.id)).toEqual(['parked']);
  });
});
