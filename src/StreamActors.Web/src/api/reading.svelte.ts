import { ask } from './ask';
import { Problem } from './problem';

/** What a page has read last, and why the newest attempt failed. */
export class Reading<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);

  #turn = 0;

  constructor(readonly read: () => Promise<T>) {}

  again = async (): Promise<void> => {
    const turn = ++this.#turn;
    const read = this.read;
    try {
      const value = await read();
      if (turn === this.#turn) [this.value, this.problem] = [value, null]; // else a later one has been asked
    } catch (failure) {
      if (turn === this.#turn) this.problem = Problem.from(failure);
    }
  };
}

/** A whole list, page by page. */
export async function list<T>(path: string, query: [string, string][] = []): Promise<T[]> {
  const items: T[] = [];
  for (let page = 1; ; page++) {
    const all = new URLSearchParams([...query, ['page', String(page)], ['size', '500']]);
    const part = await ask<{ items: T[]; total: number }>('GET', `${path}?${all.toString()}`);
    items.push(...part.items);
    if (items.length >= part.total || part.items.length === 0) return items;
  }
}
