const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A merge patch (RFC 7396) that makes one object of another: what is the same is left out, null removes, lists are replaced. */
export function merge(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const name of Object.keys(before)) if (!(name in after)) changes[name] = null;
  for (const [name, value] of Object.entries(after)) {
    const old = before[name] ?? null;
    if (name in before && JSON.stringify(old) === JSON.stringify(value ?? null)) continue;
    changes[name] = isTable(old) && isTable(value) ? merge(old, value) : value;
  }
  return changes;
}
