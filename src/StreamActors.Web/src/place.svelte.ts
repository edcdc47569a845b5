/** Where the page is: the address bar, and nothing else. Secrets are never part of it. */
class Place {
  path = $state(location.pathname);
  query = $state.raw(new URLSearchParams(location.search));
  /** A form with unsaved changes asks before it is left. */
  guard: (() => boolean) | null = null;

  start() {
    addEventListener('popstate', () => this.#read());
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
    const leaves = href.split('?')[0] !== this.path;
    if (leaves && this.guard && !this.guard()) return;
    history[replaces ? 'replaceState' : 'pushState'](null, '', href);
    this.#read();
    if (leaves) {
      this.guard = null;
      scrollTo(0, 0);
      document.getElementById('content')?.focus();
    }
  }

  #read() {
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }
}

export const place = new Place();

export function address(path: string, query: Record<string, string>): string {
  const text = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== '')).toString();
  return text ? `${path}?${text}` : path;
}
