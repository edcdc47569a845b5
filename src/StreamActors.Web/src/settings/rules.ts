import type { SettingView } from '../api/types';

/** The environment variable of a key. */
export const variable = (key: string) => `STREAMACTORS_${key.toUpperCase().replace(/[.-]/g, '_')}`;

/** By their first part, as in the configuration file. */
export function grouped(settings: SettingView[], words: string, onlySet: boolean): [string, SettingView[]][] {
  const groups = new Map<string, SettingView[]>();
  for (const setting of settings) {
    if (onlySet && setting.value === setting.default) continue;
    if (!`${setting.key} ${setting.value} ${variable(setting.key)}`.toLowerCase().includes(words.toLowerCase()))
      continue;
    const name = setting.key.includes('.') ? setting.key.split('.')[0]! : 'streamactors';
    groups.set(name, [...(groups.get(name) ?? []), setting]);
  }
  return [...groups];
}

/** A file of configuration as it is sent: JSON or YAML, with the passphrase that opens its secrets. */
export function importBody(text: string, passphrase: string): { body: string; type: string } {
  if (!text.trimStart().startsWith('{')) {
    const more = passphrase ? `\npassphrase: ${JSON.stringify(passphrase)}\n` : '';
    return { body: text.trimEnd() + more, type: 'application/yaml' };
  }
  const file = JSON.parse(text) as Record<string, unknown>;
  return { body: JSON.stringify(passphrase ? { ...file, passphrase } : file), type: 'application/json' };
}

export const importPath = (replaces: boolean, removals: number | null) =>
  `import?mode=${replaces ? 'replace' : 'merge'}${removals === null ? '&dry-run=true' : replaces ? `&removals=${removals}` : ''}`;

/** The date for the name of a file, by the clock of this browser. */
export const fileName = (what: string, ending: string, now: number) =>
  `${what}-${new Date(now).toISOString().slice(0, 16).replace(/[:T]/g, '-')}.${ending}`;
