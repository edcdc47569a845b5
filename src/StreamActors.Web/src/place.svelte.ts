/** Where the page is: the address bar, and nothing else. Secrets are never part of it. */
class Place {
  path = $state(location.pathname);
  query = $state.raw(new URLSearchParams(location.search));
  /** A form with unsaved changes asks before it is left, in whatever way: a link, a tab, Back, or closing the browser's tab. */
  guard: (() => boolean) | null = null;

  /** The step in the browser's history, to return to it when the user stays. */
  #step = 0;
  #isReturning = false;

  start() {
    this.#step = (history.state as { step: number } | null)?.step ?? 0;
    addEventListener('popstate', (event) => this.#moved((event.state as { step: number } | null)?.step ?? 0));
    addEventListener('beforeunload', (event) => {
      if (this.guard) event.preventDefault();
    });
    document.addEventListener('click', (click) => {
      const link = (click.target as Element | null)?.closest?.('a');
      if (!link || link.origin !== location.origin || link.target || click.defaultPrevented) return;
      if (click.button !== 0 || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
      click.preventDefault();
      this.go(link.pathname + link.search);
    });
  }

  /** @param replaces without a step back to here, as while typing a filter */
  go(href: string, replaces = false) {
    const to = new URL(href, location.href);
    if (!this.#mayLeave(to)) return;
    if (!replaces) this.#step++;
    history[replaces ? 'replaceState' : 'pushState']({ step: this.#step }, '', href);
    this.#read();
  }

  #moved(step: number) {
    if (this.#isReturning) {
      this.#isReturning = false;
      return;
    }
    if (step !== this.#step && !this.#mayLeave(new URL(location.href))) {
      this.#isReturning = true;
      history.go(this.#step - step);
      return;
    }
    this.#step = step;
    this.#read();
  }

  #mayLeave(to: URL): boolean {
    const stays = to.pathname === this.path && to.searchParams.get('tab') === this.query.get('tab');
    if (stays || !this.guard) return true;
    if (!this.guard()) return false;
    this.guard = null;
    return true;
  }

  #read() {
    const leaves = location.pathname !== this.path;
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
    if (!leaves) return;
    scrollTo(0, 0);
    document.getElementById('content')?.focus();
  }
}

export const place = new Place();

export function address(path: string, query: Record<string, string>): string {
  const text = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== '')).toString();
  return text ? `${path}?${text}` : path;
}
