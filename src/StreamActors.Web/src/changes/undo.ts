import { ask } from '../api/ask';
import type { ChangeView } from '../api/types';
import { toasts } from '../parts/toasts.svelte';
import { t } from '../words/words.svelte';

/** Undoes a change by a new one, which can be undone as well. */
export async function undo(change: ChangeView, then: () => Promise<void>): Promise<void> {
  try {
    const made = await ask<ChangeView>('POST', `changes/${change.kind}/${change.entity}/${change.number}/undo`);
    toasts.say(t().changes.undone, () => void undo(made, then));
    await then();
  } catch (failure) {
    toasts.fail(failure, `${change.kind}/${change.entity}`);
  }
}
