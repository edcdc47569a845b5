import { store } from './live';

const Old = 5000;

/** The clock of the page, a tick a second: what depends on the time is drawn anew. */
class Now {
  /** By the server's clock. */
  ms = $state(Date.now());
  /** The server has said nothing for five seconds, though it says something every two. */
  isStale = $state(false);

  tick() {
    this.ms = Date.now() + store.skew;
    this.isStale = store.heardAt > 0 && Date.now() - store.heardAt > Old;
  }

  start() {
    this.tick();
    const timer = setInterval(() => this.tick(), 1000);
    return () => clearInterval(timer);
  }
}

export const now = new Now();
export const isOld = (at: number) => now.ms - store.skew - at > Old;
