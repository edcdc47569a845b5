import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { session } from '../api/session.svelte';
import { Feed } from './feed';
import { Store } from './store.svelte';

class Socket {
  static readonly OPEN = 1;
  static all: Socket[] = [];
  isClosed = false;
  onopen?: () => void;
  onmessage?: (message: { data: string }) => void;
  onclose?: (closed: { code: number }) => void;

  constructor(readonly url: string) {
    Socket.all.push(this);
  }

  /** A lost connection does not say that it is closed, or only much later. */
  close() {
    this.isClosed = true;
  }
}

const batch = (id: string) =>
  JSON.stringify({ id, at: new Date().toISOString(), epoch: 'e', snapshot: true, more: false, events: [] });

let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  Socket.all = [];
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('location', { origin: 'http://host' });
  vi.stubGlobal('document', { hidden: false, addEventListener() {}, removeEventListener() {} });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  session.credentials = 'key';
  session.isExpired = false;
  stop = new Feed(new Store(), () => {}).start();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('makes a new connection at once when the server is silent, and goes on after the last message', () => {
  Socket.all[0]!.onopen?.();
  Socket.all[0]!.onmessage?.({ data: batch('7') });
  vi.advanceTimersByTime(12_000);
  expect(Socket.all).toHaveLength(2);
  expect(Socket.all[0]!.isClosed).toBe(true);
  expect(Socket.all[1]!.url).toContain('after=7&epoch=e');
});

it('does not wait for a connection that is never made', () => {
  vi.advanceTimersByTime(12_000);
  expect(Socket.all.map((s) => s.isClosed)).toEqual([true, false]);
});

it('does not show refused credentials again, and connects after the next sign-in', () => {
  Socket.all[0]!.onopen?.();
  Socket.all[0]!.onclose?.({ code: 4401 });
  vi.advanceTimersByTime(60_000);
  expect(session.isExpired).toBe(true);
  expect(Socket.all).toHaveLength(1);
  session.isExpired = false;
  vi.advanceTimersByTime(1000);
  expect(Socket.all).toHaveLength(2);
});
