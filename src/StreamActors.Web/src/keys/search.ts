import type { Row } from '../live/store.svelte';

export type Found = { row: Row } | { label: string; keys: string; run: () => void };

const Most = 12;

/** Commands and rows whose text has every word; those that begin with the first word come first. */
export function search(
  words: string,
  rows: Row[],
  offered: { label: string; keys: string; run: () => void }[],
): Found[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const score = (text: string) =>
    wanted.every((w) => text.includes(w)) ? (text.startsWith(wanted[0] ?? '') ? 0 : 1) : -1;
  const found: { item: Found; score: number }[] = [];
  const offer = (item: Found, text: string) => {
    const at = score(text.toLowerCase());
    if (at >= 0) found.push({ item, score: at });
  };
  for (const command of offered) offer(command, command.label);
  if (wanted.length > 0) for (const row of rows) offer({ row }, `${row.id} ${row.view.name} ${row.view.address.url}`);
  return found
    .sort((a, b) => a.score - b.score)
    .slice(0, Most)
    .map((f) => f.item);
}
