import { place } from '../place.svelte';
import { t } from '../words/words.svelte';

const dirty = new Set<object>();

function update() {
  place.guard = dirty.size > 0 ? () => confirm(t().form.leave) : null;
}

/** The page asks before it is left while one of its forms has unsaved changes. Called while the component of the form is made. */
export function guard(isDirty: () => boolean) {
  const form = {};
  $effect(() => {
    if (!isDirty()) return;
    dirty.add(form);
    update();
    return () => {
      dirty.delete(form);
      update();
    };
  });
}
