import { Problem } from '../api/problem';
import { t } from '../words/words.svelte';

export interface Toast {
  id: number;
  text: string;
  isBad: boolean;
  undo?: () => void;
}

const ShownMs = 12_000;
const UndoMs = 60_000;

class Toasts {
  all = $state.raw<Toast[]>([]);
  #next = 0;

  say(text: string, undo?: () => void) {
    this.#add({ id: ++this.#next, text, isBad: false, undo });
  }

  /** Stays until it is closed: nobody should have to read fast. */
  fail(failure: unknown, name?: string) {
    const why = explain(Problem.from(failure));
    this.#add({ id: ++this.#next, text: name ? t().done.failed(name, why) : why, isBad: true });
  }

  close(id: number) {
    this.all = this.all.filter((x) => x.id !== id);
  }

  clear() {
    this.all = [];
  }

  /** Undoes the newest that can be undone. */
  undo() {
    const newest = this.all.findLast((x) => x.undo);
    if (!newest) return;
    this.close(newest.id);
    newest.undo?.();
  }

  #add(toast: Toast) {
    this.all = [...this.all.slice(-3), toast];
    if (!toast.isBad) setTimeout(() => this.close(toast.id), toast.undo ? UndoMs : ShownMs);
  }
}

export const toasts = new Toasts();

/** The title in the chosen language, and what the server says. */
export function explain(problem: Problem): string {
  const title = t().problems[problem.code as keyof ReturnType<typeof t>['problems']];
  return problem.status === 0
    ? t().problems.offline
    : title && title !== problem.detail
      ? `${title}: ${problem.detail}`
      : problem.detail;
}
