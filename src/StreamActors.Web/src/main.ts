import { mount } from 'svelte';
import App from './App.svelte';
import { Problem } from './api/problem';
import { session } from './api/session.svelte';
import './look/page.css';
import { start } from './look/theme';
import { toasts } from './parts/toasts.svelte';
import { place } from './place.svelte';
import { language } from './words/words.svelte';

start();
place.start();
// A link to sign in that is pasted into the address bar of an open page.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#link=')) location.reload();
});
// Without an answer the sign-in form is shown, which says why.
await Promise.all([
  language.start(),
  session.resume().catch((failure) => {
    session.refusal = Problem.from(failure);
  }),
]);
mount(App, { target: document.getElementById('app')! });
if (session.who && session.refusal) {
  toasts.fail(session.refusal);
  session.refusal = null;
}
