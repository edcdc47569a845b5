import { ask } from '../api/ask';
import type { Row } from '../live/store.svelte';
import { toasts } from '../parts/toasts.svelte';
import { t } from '../words/words.svelte';

/** Does it, says so, and offers to take it back. Nothing is queued: without an answer it failed. */
async function perform(row: Row, verb: string, said: string, undo?: () => void) {
  try {
    await ask('POST', `${row.path}/${verb}`);
    toasts.say(said, undo);
  } catch (failure) {
    toasts.fail(failure, row.view.name);
  }
}

const order = (row: Row, on: boolean, undo?: () => void) =>
  perform(row, on ? 'start' : 'stop', on ? t().done.started(row.view.name) : t().done.stopped(row.view.name), undo);

export function toggle(row: Row): Promise<void> {
  const on = !row.view.on;
  return order(row, on, () => void order(row, !on));
}

export const retry = (row: Row) => perform(row, 'retry', t().done.retried(row.view.name));
export const restart = (row: Row) => perform(row, 'restart', t().done.restarted(row.view.name));

/** Starts or stops those that are not so already, and takes back exactly that. */
export async function toggleMany(rows: Row[], on: boolean): Promise<void> {
  const moved: Row[] = [];
  const waiting = rows.filter((r) => r.view.on !== on);
  const next = async (): Promise<void> => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      try {
        await ask('POST', `${row.path}/${on ? 'start' : 'stop'}`);
        moved.push(row);
      } catch (failure) {
        toasts.fail(failure, row.view.name);
      }
    }
  };
  await Promise.all([next(), next(), next(), next()]);
  if (moved.length === 0) return;
  const said = on ? t().done.startedMany(moved.length) : t().done.stoppedMany(moved.length);
  toasts.say(said, () => void Promise.all(moved.map((r) => order(r, !on))));
}
