import { session } from '../api/session.svelte';
import { links } from '../links';
import { store } from '../live/live';
import type { Row } from '../live/store.svelte';
import { copy } from '../parts/Copy.svelte';
import { preview } from '../parts/preview.svelte';
import { toasts } from '../parts/toasts.svelte';
import { place } from '../place.svelte';
import { restart, retry, toggle } from '../streams/actions';
import { t } from '../words/words.svelte';

const Kept = 'streamactors.keys';
const ChordMs = 1500;

/** One table for the keyboard, the palette and the help. */
export interface Command {
  /** As pressed: 's', 'g o', 'Shift+R', 'Mod+k'. */
  keys: string;
  label: () => string;
  run: () => void;
  /** It is neither offered nor carried out otherwise. */
  when?: () => boolean;
  /** Only for the keyboard: in the palette it would have no row to act on. */
  isMove?: boolean;
}

interface OnPage {
  sort?: () => void;
  select?: (row: Row) => void;
}

class Commands {
  /** Single keys can be switched off (WCAG 2.1.4): speech input and cats type them too. */
  areSingleOn = $state(localStorage.getItem(Kept) !== 'off');
  dialog = $state<'palette' | 'help' | null>(null);
  /** The row that the palette acts on: the one that had the focus. */
  row = $state.raw<Row | null>(null);

  #page: OnPage = {};
  #before = '';
  #beforeAt = 0;

  readonly all: Command[] = [
    { keys: 'Mod+k', label: () => t().keys.palette, run: () => this.open('palette') },
    {
      keys: '/',
      label: () => t().keys.filter,
      run: () => document.querySelector<HTMLElement>('[data-filter]')?.focus(),
    },
    { keys: '?', label: () => t().keys.help, run: () => this.open('help') },
    ...links.map((link) => ({
      keys: `g ${link.key}`,
      label: () => t().keys.go(t().pages[link.name]),
      run: () => place.go(link.href),
      when: () => session.sees(link),
    })),
    { keys: 'n', label: () => t().keys.create, run: () => place.go('/new'), when: () => session.may('editor') },
    { keys: 'j', label: () => t().keys.next, run: () => this.#move(1), isMove: true },
    { keys: 'k', label: () => t().keys.previous, run: () => this.#move(-1), isMove: true },
    { keys: '.', label: () => t().keys.sort, run: () => this.#page.sort?.(), when: () => !!this.#page.sort },
    { keys: 'u', label: () => t().keys.undo, run: () => toasts.undo() },
    this.#onRow(
      'x',
      () => t().keys.select,
      (row) => this.#page.select?.(row),
      'operator',
    ),
    this.#onRow(
      's',
      () => t().keys.toggle,
      (row) => void toggle(row),
      'operator',
    ),
    this.#onRow(
      'r',
      () => t().keys.retry,
      (row) => void retry(row),
      'operator',
    ),
    this.#onRow(
      'Shift+R',
      () => t().keys.restart,
      (row) => void restart(row),
      'operator',
    ),
    this.#onRow(
      'w',
      () => t().keys.why,
      (row) => place.go(`/${row.path}`),
    ),
    this.#onRow(
      'p',
      () => t().keys.preview,
      (row) => {
        place.go(`/${row.path}`);
        preview.toggle(row);
      },
    ),
    this.#onRow(
      'l',
      () => t().keys.log,
      (row) => place.go(`/${row.path}?tab=log`),
    ),
    this.#onRow(
      'e',
      () => t().keys.edit,
      (row) => place.go(`/${row.path}?tab=settings`),
      'editor',
    ),
    this.#onRow(
      'y',
      () => t().keys.copy,
      (row) => void copy(row.view.address.url),
    ),
  ];

  get offered() {
    return this.all.filter((c) => !c.isMove && (c.when?.() ?? true));
  }

  /** What the page on screen can do; undone when it goes. */
  onPage(page: OnPage) {
    this.#page = page;
    return () => {
      this.#page = {};
    };
  }

  open(dialog: 'palette' | 'help') {
    this.row = this.#current();
    this.dialog = dialog;
  }

  setSingle(isOn: boolean) {
    this.areSingleOn = isOn;
    localStorage.setItem(Kept, isOn ? 'on' : 'off');
  }

  press(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing || this.dialog || !session.who || session.isExpired) return;
    const isMod = event.ctrlKey || event.metaKey;
    const target = event.target as HTMLElement;
    const isTyping = target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]');
    if (isTyping && event.key === 'Escape') target.blur();
    if (event.altKey || (!isMod && (isTyping || !this.areSingleOn))) return;
    const key = isMod
      ? `Mod+${event.key.toLowerCase()}`
      : event.shiftKey && /^[A-Z]$/.test(event.key)
        ? `Shift+${event.key}`
        : event.key;
    const chord = Date.now() - this.#beforeAt < ChordMs ? `${this.#before} ${key}` : '';
    const command = this.all.find((c) => c.keys === chord) ?? this.all.find((c) => c.keys === key);
    [this.#before, this.#beforeAt] = [key, Date.now()];
    if (!command || !(command.when?.() ?? true)) return;
    event.preventDefault();
    // A key that is held down moves on; it does not stop and start an output again and again.
    if (event.repeat && !command.isMove) return;
    this.row = this.#current();
    command.run();
  }

  #onRow(
    keys: string,
    label: () => string,
    run: (row: Row) => void,
    role: 'viewer' | 'operator' | 'editor' = 'viewer',
  ): Command {
    const row = () => this.row ?? this.#current();
    return {
      keys,
      label: () => (this.dialog === 'palette' && row() ? `${label()}: ${row()!.view.name}` : label()),
      run: () => {
        const on = row();
        if (on) run(on);
      },
      when: () => row() !== null && session.may(role),
    };
  }

  /** The row with the focus, or the one whose page this is. */
  #current(): Row | null {
    const key = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
    return store.rows.get(key ?? place.path.slice(1).replace('s/', '/')) ?? null;
  }

  #move(by: number) {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.findIndex((r) => r.contains(document.activeElement));
    const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
    next?.querySelector<HTMLElement>('[data-open]')?.focus();
  }
}

export const commands = new Commands();

/** As written on the keyboard: Ctrl or ⌘. */
export const shown = (keys: string) =>
  keys
    .replace('Mod', /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl')
    .replace('+k', ' K')
    .replace('+', ' ');
