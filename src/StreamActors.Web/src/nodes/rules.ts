import type { NodeView } from '../api/types';
import type { Row } from '../live/store.svelte';

export const statuses = ['joining', 'up', 'leaving', 'exiting', 'down', 'unreachable'] as const;
export type Status = (typeof statuses)[number];

export const statusOf = (node: NodeView): Status => statuses.find((s) => s === node.status) ?? 'unreachable';

/** Those that do not work: a node that comes or goes on order does. */
export const sick = (nodes: NodeView[]) => nodes.filter((n) => ['down', 'unreachable'].includes(statusOf(n)));

/** What runs on a node, as its metrics say. */
export const runningOn = (rows: Row[], node: string, words: string): Row[] =>
  rows
    .filter((r) => r.state.node === node)
    .filter((r) => words === '' || `${node} ${r.key} ${r.view.name}`.toLowerCase().includes(words))
    .sort((a, b) => a.key.localeCompare(b.key));

/** Ordered on, and no node has metrics of it: it waits, is parked, or has only just started. */
export const homeless = (rows: Row[]) => rows.filter((r) => r.view.on && !r.state.node);
