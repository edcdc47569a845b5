import type { Component } from 'svelte';
import OnAir from './onair/Page.svelte';

type Page = Component<{ id: string }>;
type Loads = () => Promise<{ default: Page | Component }>;

/** The pages, each loaded when it is opened; only the first is part of the first load. */
export const routes: { path: RegExp; page?: Component; loads?: Loads }[] = [
  { path: /^\/$/, page: OnAir },
  { path: /^\/(?:inputs|outputs)\/([a-z0-9-]+)$/, loads: () => import('./streams/Page.svelte') },
  { path: /^\/new$/, loads: () => import('./create/Page.svelte') },
  { path: /^\/changes$/, loads: () => import('./changes/Page.svelte') },
  { path: /^\/alerts$/, loads: () => import('./alerts/Page.svelte') },
  { path: /^\/nodes$/, loads: () => import('./nodes/Page.svelte') },
  { path: /^\/logs$/, loads: () => import('./logs/Page.svelte') },
  { path: /^\/settings$/, loads: () => import('./settings/Page.svelte') },
  { path: /^\/users$/, loads: () => import('./users/Page.svelte') },
  { path: /^\/keys$/, loads: () => import('./apikeys/Page.svelte') },
  { path: /^\/me$/, loads: () => import('./me/Page.svelte') },
];

export const find = (path: string) => routes.find((r) => r.path.test(path));
