import { ask } from '../api/ask';
import { session } from '../api/session.svelte';
import type { LiveBatch } from '../api/types';
import type { Store } from './store.svelte';

const Silent = 15_000;
const FirstDelay = 250;
const MaxDelay = 10_000;

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
    const watching = setInterval(() => {
      if (this.#socket?.readyState === WebSocket.OPEN && Date.now() - this.#heard > Silent) this.#socket.close();
    }, 1000);
    this.#connect();
    return () => {
      removeEventListener('online', this.#now);
      document.removeEventListener('visibilitychange', this.#now);
      clearInterval(watching);
      clearTimeout(this.#retry);
      const socket = this.#socket;
      this.#socket = null;
      socket?.close();
    };
  }

  #now = () => {
    if (document.hidden || this.#socket) return;
    clearTimeout(this.#retry);
    this.#connect();
  };

  #connect() {
    if (!session.credentials) return;
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
        void session.expired().then(() => this.#now());
        return;
      }
      // A refused upgrade has no reason that a page may read: a request tells whether the credentials are valid.
      if (!isOpen) void ask('GET', 'info').catch(() => undefined);
      const delay = Math.min(FirstDelay * 2 ** (this.#attempts - 1), MaxDelay);
      this.#retry = window.setTimeout(() => this.#connect(), delay * (0.5 + Math.random() / 2));
    };
  }
}
