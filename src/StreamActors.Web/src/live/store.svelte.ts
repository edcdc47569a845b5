import type { Kind, LiveBatch, LiveEvent, StateView, StreamView } from '../api/types';
import { Ring } from './rings';

const LossMs = 60_000;

/** The latest metrics of a row. */
export interface Figures {
  bits: number;
  lost: number;
  behind: number | null;
  at: number;
}

/** One input or output. Each visible row depends on its own fields alone, so that a batch redraws only what it changed. */
export class Row {
  view = $state.raw<StreamView>(undefined as unknown as StreamView);
  state = $state.raw<StateView>(undefined as unknown as StateView);
  figures = $state.raw<Figures | null>(null);
  /** When packets were lost last. */
  lostAt = $state(0);
  ring = new Ring();
  /** The server was asked for what was before this page began. */
  isRecalled = $state(false);
  number = 0;

  constructor(
    readonly kind: Kind,
    readonly id: string,
  ) {}

  get key() {
    return `${this.kind}/${this.id}`;
  }

  get path() {
    return `${this.kind}s/${this.id}`;
  }

  get input(): string | null {
    return 'input' in this.view ? this.view.input : null;
  }

  measured(bits: number, lost: number, behind: number | null, at: number) {
    if (this.figures && lost > this.figures.lost) this.lostAt = at;
    this.figures = { bits, lost, behind, at };
    this.ring.add(bits, at);
  }
}

/** Everything the live feed has told, and how fresh it is. */
export class Store {
  rows = new Map<string, Row>();
  /** Rises when rows come, go or change their state. */
  version = $state(0);
  /** Rises when a configuration changes. */
  changed = $state(0);
  /** The first snapshot is complete. */
  isLoaded = $state(false);
  /** When the server was heard last, by the clock of this browser. */
  heardAt = $state(0);
  /** The server's clock minus this browser's. */
  skew = 0;

  position = '';
  epoch = '';

  #numbered = new Map<number, Row>();
  #unseen: Set<string> | null = null;

  take(batch: LiveBatch, now: number) {
    this.heardAt = now;
    this.skew = Date.parse(batch.at) - now;
    this.position = batch.id;
    this.epoch = batch.epoch;
    if (batch.snapshot) this.#unseen ??= new Set(this.rows.keys());
    for (const event of batch.events) this.#tell(event);
    for (const [number, bits, lost, behind] of batch.figures ?? [])
      this.#numbered.get(number ?? 0)?.measured(bits ?? 0, lost ?? 0, behind ?? null, now);
    if (batch.snapshot && !batch.more) {
      for (const gone of this.#unseen ?? []) this.rows.delete(gone);
      this.#unseen = null;
      this.isLoaded = true;
    }
    if (batch.events.length > 0 || batch.snapshot) this.version++;
  }

  /** Another server or another run of it: its workloads have other numbers. */
  restart() {
    this.#numbered.clear();
    this.#unseen = null;
  }

  /** Nothing of one user is shown to the next. */
  clear() {
    this.restart();
    this.rows.clear();
    [this.position, this.epoch, this.heardAt, this.isLoaded] = ['', '', 0, false];
    this.version++;
  }

  #tell(event: LiveEvent) {
    if (event.type === 'state') {
      const row = event.owner ? this.rows.get(event.owner) : undefined;
      if (row && event.state) this.#put(row, event.state, event.number ?? 0);
    } else if (event.type === 'input' || event.type === 'output') {
      const key = `${event.type}/${event.id}`;
      const view = event.input ?? event.output;
      this.#unseen?.delete(key);
      if (!view) {
        this.rows.delete(key);
        this.changed++;
        return;
      }
      if (this.rows.get(key)?.view.version !== view.version) this.changed++;
      const row = this.rows.get(key) ?? new Row(event.type, event.id);
      row.view = view;
      row.state = view.state;
      this.rows.set(key, row);
    }
  }

  #put(row: Row, state: StateView, number: number) {
    row.state = state;
    if (number) {
      row.number = number;
      this.#numbered.set(number, row);
    }
    if (state.phase === 'idle') row.figures = null;
  }
}

export const isLosing = (row: Row, now: number) => row.state.phase === 'slow' || now - row.lostAt < LossMs;
