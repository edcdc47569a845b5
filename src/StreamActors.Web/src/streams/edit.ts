import type { StreamView } from '../api/types';
import { lines, patch, table } from './rules';

/** What the settings form shows. */
export interface Fields {
  name: string;
  url: string;
  options: string;
  secrets: Record<string, string>;
  stallAfter: string;
  labels: string;
}

export const fieldsOf = (view: StreamView): Fields => ({
  name: view.name,
  url: view.address.url,
  options: lines(view.address.options),
  secrets: {},
  stallAfter: view.stallAfter,
  labels: lines(view.labels),
});

/** The merge patch: only what was changed, so that edits of other fields by others stay. */
export function edits(view: StreamView, fields: Fields): Record<string, unknown> {
  const options = patch(view.address.options, table(fields.options));
  const secrets = Object.fromEntries(Object.entries(fields.secrets).filter(([, v]) => v !== ''));
  const labels = patch(view.labels, table(fields.labels));
  const address = {
    ...(fields.url.trim() !== view.address.url ? { url: fields.url.trim() } : {}),
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(Object.keys(secrets).length > 0 ? { secrets } : {}),
  };
  return {
    ...(fields.name !== view.name ? { name: fields.name } : {}),
    ...(Object.keys(address).length > 0 ? { address } : {}),
    ...(fields.stallAfter !== view.stallAfter ? { stallAfter: fields.stallAfter } : {}),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
  };
}
