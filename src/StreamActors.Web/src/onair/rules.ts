import type { Row } from '../live/store.svelte';
import { isLosing } from '../live/store.svelte';

/** A start that takes longer than this is worth a look. */
const LongStart = 30_000;
const Many = 20;

export const groups = [
  'parked',
  'stalled',
  'backing-off',
  'starting',
  'waiting',
  'slow',
  'on-air',
  'stopping',
  'idle',
] as const;
export type Group = (typeof groups)[number];

/** Worst first; a start that has only begun is nothing to worry about. */
export function rank(row: Row, now: number): number {
  const { phase, since } = row.state;
  switch (phase) {
    case 'parked':
      return 0;
    case 'stalled':
      return 1;
    case 'backing-off':
      return 2;
    case 'starting':
      return since && now - Date.parse(since) > LongStart ? 3 : 6;
    case 'waiting':
      return 4;
    case 'slow':
    case 'on-air':
      return isLosing(row, now) ? 5 : 7;
    case 'stopping':
      return 8;
    default:
      return row.view.on ? 4 : 9;
  }
}

export const isOnAir = (row: Row) => row.state.phase === 'on-air' || row.state.phase === 'slow';

/** An input with its outputs, or with those of them that are shown. */
export interface Feeding {
  /** Of the input, also while it is not shown: the filter may admit only its outputs. */
  id: string;
  input: Row | null;
  outputs: Row[];
  total: number;
  well: number;
}

/** Ids are ASCII: no need for the rules of a language, which take far longer. */
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Worst first; each with its rank, which is needed again. */
const ranked = (rows: Row[], now: number) =>
  rows.map((row) => ({ row, rank: rank(row, now) })).sort((a, b) => a.rank - b.rank || byId(a.row, b.row));

/** Inputs with their outputs, worst first. Of more than twenty outputs only those that are not well, unless all are wanted. */
export function arrange(rows: Iterable<Row>, now: number, isOpen: (input: string) => boolean = () => false): Feeding[] {
  const inputs = new Map<string, { input: Row | null; outputs: Row[] }>();
  const of = (id: string) => {
    const found = inputs.get(id) ?? { input: null, outputs: [] };
    inputs.set(id, found);
    return found;
  };
  for (const row of rows) {
    if (row.kind === 'input') of(row.id).input = row;
    else of(row.input ?? '').outputs.push(row);
  }
  return [...inputs.entries()]
    .map(([id, { input, outputs }]) => {
      const sorted = ranked(outputs, now);
      const worst = Math.min(input ? rank(input, now) : 9, sorted[0]?.rank ?? 9);
      const shown = sorted.length > Many && !isOpen(id) ? sorted.filter((o) => o.rank < 6) : sorted;
      return {
        id,
        input,
        outputs: shown.map((o) => o.row),
        total: sorted.length,
        well: sorted.filter((o) => o.rank === 7).length,
        worst,
      };
    })
    .sort((a, b) => a.worst - b.worst || byId(a, b));
}

/** What the first line says: how many of the outputs that should be on air are not, and the worst of them. */
export interface Summary {
  inputs: number;
  outputs: number;
  wanted: number;
  off: number;
  worst: Row | null;
}

export function summarize(rows: Iterable<Row>, now: number): Summary {
  const all = [...rows];
  const wanted = all.filter((r) => r.kind === 'output' && r.view.on);
  const off = ranked(
    wanted.filter((r) => !isOnAir(r)),
    now,
  );
  const outputs = all.filter((r) => r.kind === 'output').length;
  return { inputs: all.length - outputs, outputs, wanted: wanted.length, off: off.length, worst: off[0]?.row ?? null };
}

export function tally(rows: Iterable<Row>): Map<Group, number> {
  const counts = new Map<Group, number>();
  for (const row of rows) {
    const group = row.state.phase as Group;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}

/** Filters by name, id or address, and by phase. */
export function admits(row: Row, words: string, phase: string): boolean {
  if (phase && row.state.phase !== phase) return false;
  const text = `${row.id} ${row.view.name} ${row.view.address.url}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((w) => text.includes(w));
}

/** Keeps an order that the user is looking at; what is new comes last. Also tells how many would move. */
export function hold<T>(items: T[], key: (item: T) => string, frozen: string[] | null): { items: T[]; moved: number } {
  if (!frozen) return { items, moved: 0 };
  const place = new Map(frozen.map((k, n) => [k, n]));
  const held = [...items].sort((a, b) => (place.get(key(a)) ?? Infinity) - (place.get(key(b)) ?? Infinity) || 0);
  return { items: held, moved: held.filter((item, n) => items[n] !== item).length };
}

/** The first sentence of a reason, to be part of another. */
export const brief = (reason: string) => reason.split(/\.\s/)[0]!.replace(/\.$/, '');

const worsenings = ['parked', 'stalled', 'backing-off'];

/** Whether somebody who cannot see the list should hear of it. */
export const isWorse = (before: string | undefined, after: string) =>
  before !== undefined && before !== after && worsenings.includes(after) && !worsenings.includes(before);
