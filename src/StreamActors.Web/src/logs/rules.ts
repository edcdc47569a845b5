import { moment } from '../words/format';

/** The lines with every word, in the order they were written. */
export function matching(lines: string[], words: string): string[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.length === 0 ? lines : lines.filter((line) => wanted.every((w) => line.toLowerCase().includes(w)));
}

const technical = ['at', 'attempt', 'epoch', 'slot', 'until'];
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Every plain field of an entry; secrets are already ***. */
export const told = (detail: unknown): string =>
  detail && typeof detail === 'object'
    ? Object.entries(detail)
        .filter(([k, v]) => !technical.includes(k) && v !== null && v !== '' && typeof v !== 'object')
        .map(([k, v]) => `${k}: ${time.test(String(v)) ? moment(String(v), Date.now()) : String(v)}`)
        .join(' · ')
    : '';

/** The input or output that an entry is about; null for what has no page. */
export function entryHref(entry: { kind: string; entity: string; owner?: string | null }): string | null {
  const [kind, id] = entry.owner ? entry.owner.split('/', 2) : [entry.kind, entry.entity];
  return kind === 'input' || kind === 'output' ? `/${kind}s/${id}` : null;
}
