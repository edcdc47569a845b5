import { ask } from '../api/ask';
import type { SeriesView } from '../api/types';
import type { Row, Store } from './store.svelte';

const asked = new WeakSet<Row>();
/** One after the other: hundreds of rows may come into view at once. */
let turn: Promise<void> = Promise.resolve();

/** Adds the last quarter of an hour, as the server knows it, to a row that is shown for the first time. */
export function recall(row: Row, store: Store) {
  if (asked.has(row)) return;
  asked.add(row);
  turn = turn.then(() => load(row, store)).catch(() => void asked.delete(row)); // the next time it is shown
}

async function load(row: Row, store: Store) {
  const series = await ask<SeriesView>('GET', `${row.path}/series`);
  const from = Date.parse(series.from) - store.skew;
  series.bitsPerSecond.forEach((bits, n) => {
    if (bits !== null) row.ring.recall(bits, from + n * series.step * 1000);
  });
  row.isRecalled = true;
}
