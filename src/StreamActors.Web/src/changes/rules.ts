import type { ExportView } from '../api/types';

export const kinds = ['input', 'output', 'alert-rule', 'channel'] as const;

/** Users and keys have no undo. */
export const canUndo = (kind: string) => (kinds as readonly string[]).includes(kind);

/** A value of a difference as text; null where it was, or is, absent. */
export function shownValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    return Array.isArray(value) || entries.length === 0
      ? JSON.stringify(value)
      : entries.map(([k, v]) => `${k}=${String(v)}`).join(' ');
  }
  return String(value);
}

/** A moment as an input of type datetime-local has it: in the time zone of this browser, to the second. */
export function toLocal(iso: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return '';
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export function fromLocal(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** The moment before a change: what was there until then. */
export const justBefore = (at: string) => new Date(Date.parse(at) - 1).toISOString();

interface Configured {
  key: string;
  name: string;
  fields: [string, string][];
}

export interface Compared extends Configured {
  state: 'same' | 'changed' | 'removed' | 'created' | 'unknown';
  differences: { field: string; before: unknown; after: unknown }[];
}

/** Each field by its path. Secrets are left out: they are not shown, and an export of today has none. */
function flat(value: Record<string, unknown>, above = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]): [string, string][] => {
    if (name === 'secrets' || inner === null || inner === undefined) return [];
    const path = above ? `${above}.${name}` : name;
    return typeof inner === 'object' && !Array.isArray(inner)
      ? flat(inner as Record<string, unknown>, path)
      : [[path, shownValue(inner) ?? '']];
  });
}

/** @param only KIND/ID, or empty for all */
export function entities(view: ExportView, only = ''): Configured[] {
  const lists = { input: view.inputs, output: view.outputs, 'alert-rule': view.alertRules, channel: view.channels };
  return kinds
    .flatMap((kind) =>
      (lists[kind] ?? []).map((draft) => ({
        key: `${kind}/${draft.id}`,
        name: draft.name ?? draft.id ?? '',
        fields: flat(draft as unknown as Record<string, unknown>),
      })),
    )
    .filter((e) => only === '' || e.key === only);
}

/** What became of each since then; what is different comes first. */
export function compare(then: Configured[], now: Configured[] | null): Compared[] {
  const today = new Map(now?.map((e) => [e.key, e]));
  const found = then.map((entity): Compared => {
    const newer = today.get(entity.key);
    today.delete(entity.key);
    if (!now) return { ...entity, state: 'unknown', differences: [] };
    if (!newer) return { ...entity, state: 'removed', differences: [] };
    const [before, after] = [new Map(entity.fields), new Map(newer.fields)];
    const differences = [...new Set([...before.keys(), ...after.keys()])]
      .filter((field) => before.get(field) !== after.get(field))
      .map((field) => ({ field, before: before.get(field), after: after.get(field) }));
    return { ...entity, state: differences.length > 0 ? 'changed' : 'same', differences };
  });
  const created = [...today.values()].map((e): Compared => ({ ...e, state: 'created', differences: [] }));
  const order = ['removed', 'changed', 'created', 'same', 'unknown'];
  return [...found, ...created].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}
