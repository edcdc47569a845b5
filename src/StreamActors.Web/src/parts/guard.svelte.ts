import { place } from '../place.svelte';
import { t } from '../words/words.svelte';

let unsaved = 0;

function count(by: number) {
  unsaved += by;
  place.guard = unsaved > 0 ? () => confirm(t().form.leave) : null;
}

/** The page asks before it is left while one of its forms has unsaved changes. Called while the component of the form is made. */
export function guard(isDirty: () => boolean) {
  $effect(() => {
    if (!isDirty()) return;
    count(1);
    return () => count(-1);
  });
}
