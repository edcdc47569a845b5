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
