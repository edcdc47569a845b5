import { mount } from 'svelte';
import App from './App.svelte';
import { session } from './api/session.svelte';
import './look/page.css';
import { start } from './look/theme';
import { place } from './place.svelte';
import { language } from './words/words.svelte';

start();
place.start();
// Without an answer the sign-in form is shown, which says that the server cannot be reached.
await Promise.all([language.start(), session.resume().catch(() => undefined)]);
mount(App, { target: document.getElementById('app')! });
