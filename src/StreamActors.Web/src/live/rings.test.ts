import { expect, test } from 'vitest';
import { Ring } from './rings';

const at = (slot: number) => (1_000_000 + slot) * Ring.slotMs;
const seen = (ring: Ring) => ring.values().filter((v) => !Number.isNaN(v));

test('what was before is put before what was measured, and the larger value of a slot stays', () => {
  const ring = new Ring();
  ring.add(5, at(0));
  ring.add(6, at(1));
  for (const [value, slot] of [
    [1, -2],
    [3, -1],
    [2, -1],
    [9, 0],
    [4, 1],
  ] as const)
    ring.recall(value, at(slot));
  expect(seen(ring)).toEqual([1, 3, 9, 6]);
});

test('nothing older than a quarter of an hour is kept', () => {
  const ring = new Ring();
  ring.add(5, at(0));
  ring.recall(1, at(-Ring.slots));
  ring.recall(2, at(1 - Ring.slots));
  expect(seen(ring)).toEqual([2, 5]);
});

test('a ring that has measured nothing takes what was before', () => {
  const ring = new Ring();
  ring.recall(1, at(0));
  ring.recall(2, at(1));
  ring.add(3, at(2));
  expect(seen(ring)).toEqual([1, 2, 3]);
});
