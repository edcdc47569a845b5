import { ask } from '../api/ask';
import { session } from '../api/session.svelte';
import type { LiveBatch } from '../api/types';
import type { Store } from './store.svelte';

const SilentMs = 10_000;
const FirstDelayMs = 250;
const MaxDelayMs = 10_000;
const ExpiredDelayMs = 1000;

/** The live feed over a WebSocket: connects again by itself, and continues after the last message received. */
export class Feed {
  #socket: WebSocket | null = null;
  #retry = 0;
  #attempts = 0;
  #heard = 0;

  /** @param connected called after each connection but the first */
  constructor(
    readonly store: Store,
    readonly connected: () => void,
  ) {}

  start() {
    addEventListener('online', this.#now);
    document.addEventListener('visibilitychange', this.#now);
    const watching = setInterval(() => this.#watch(), 1000);
    this.#connect();
    return () => {
      removeEventListener('online', this.#now);
      document.removeEventListener('visibilitychange', this.#now);
      clearInterval(watching);
      clearTimeout(this.#retry);
      this.#drop();
    };
  }

  /** A connection that was lost silently, or is never made, is not waited for: closing it would take as long. */
  #watch() {
    if (!this.#socket || Date.now() - this.#heard <= SilentMs) return;
    this.#drop();
    this.#connect();
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #now = () => {
    if (document.hidden || this.#socket) return;
    clearTimeout(this.#retry);
    this.#connect();
  };

  #connect() {
    if (!session.credentials) return;
    // Refused credentials count as guesses: they are not shown again.
    if (session.isExpired) {
      this.#retry = window.setTimeout(() => this.#connect(), ExpiredDelayMs);
      return;
    }
    const { position, epoch } = this.store;
    const resume = position && position !== '0' ? `&after=${position}&epoch=${epoch}` : '';
    this.store.restart();
    const socket = new WebSocket(
      `${location.origin.replace(/^http/, 'ws')}/api/v1/live?topics=inputs,outputs,states&figures=columns${resume}`,
      ['streamactors.v1', `bearer.${session.credentials}`],
    );
    this.#socket = socket;
    this.#heard = Date.now();
    let isOpen = false;
    socket.onopen = () => (isOpen = true);
    socket.onmessage = (message) => {
      if (this.#socket !== socket) return;
      this.#heard = Date.now();
      if (this.#attempts > 0) this.connected();
      this.#attempts = 0;
      this.store.take(JSON.parse(message.data as string) as LiveBatch, this.#heard);
    };
    socket.onclose = (closed) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#attempts++;
      if (closed.code === 4401) {
        void session.expired();
        this.#connect(); // waits for the sign-in
        return;
      }
      // A refused upgrade has no reason that a page may read: a request tells whether the credentials are valid.
      if (!isOpen) void ask('GET', 'info').catch(() => undefined);
      const delay = Math.min(FirstDelayMs * 2 ** (this.#attempts - 1), MaxDelayMs);
      this.#retry = window.setTimeout(() => this.#connect(), delay * (0.5 + Math.random() / 2));
    };
  }
}
