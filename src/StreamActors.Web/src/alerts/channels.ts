import type { ChannelView } from '../api/types';

export const channelKinds = ['webhook', 'slack', 'email'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** What the form of a channel shows. Stored secrets are never in it. */
export interface ChannelFields {
  kind: string;
  name: string;
  isOn: boolean;
  url: string;
  /** The URL holds a token, so it is kept as a secret. */
  isUrlSecret: boolean;
  secretUrl: string;
  signing: string;
  user: string;
  password: string;
  from: string;
  to: string;
  isPlain: boolean;
  least: string;
  gather: string;
  spacing: string;
  isResolvedSent: boolean;
}

export const newChannel = (kind: ChannelKind): ChannelFields => ({
  kind,
  name: '',
  isOn: true,
  url: '',
  isUrlSecret: kind === 'slack',
  secretUrl: '',
  signing: '',
  user: '',
  password: '',
  from: '',
  to: '',
  isPlain: false,
  least: 'info',
  gather: '5s',
  spacing: '30s',
  isResolvedSent: true,
});

export const channelFields = (channel: ChannelView): ChannelFields => ({
  ...newChannel(channel.kind as ChannelKind),
  name: channel.name,
  isOn: channel.on,
  url: channel.url ?? '',
  isUrlSecret: 'url' in channel.secrets,
  user: channel.user ?? '',
  from: channel.from ?? '',
  to: channel.to.join('\n'),
  isPlain: channel.plain,
  least: channel.least,
  gather: channel.gather,
  spacing: channel.spacing,
  isResolvedSent: channel.resolved,
});

/**
 * As it is sent: only what its kind has. Secrets that were not entered are left out, which keeps those there are; the secret that the other
 * form of a URL leaves behind is removed.
 */
export function channelBody(f: ChannelFields, stored: string[]): Record<string, unknown> {
  const text = (value: string) => (value.trim() === '' ? null : value.trim());
  const isMail = f.kind === 'email';
  const secrets: Record<string, string | null> = {};
  if (!isMail && f.isUrlSecret && f.secretUrl) secrets.url = f.secretUrl.trim();
  if (!f.isUrlSecret && stored.includes('url')) secrets.url = null;
  if (f.kind === 'webhook' && f.signing) secrets.signing = f.signing.trim();
  if (isMail && f.password) secrets.password = f.password;
  if (isMail && !f.user.trim() && stored.includes('password')) secrets.password = null;
  return {
    name: f.name.trim(),
    kind: f.kind,
    on: f.isOn,
    url: f.isUrlSecret ? null : text(f.url),
    user: isMail ? text(f.user) : null,
    from: isMail ? text(f.from) : null,
    to: isMail ? f.to.split(/[\s,;]+/).filter(Boolean) : [],
    plain: isMail && f.isPlain,
    secrets,
    least: f.least,
    gather: text(f.gather),
    spacing: text(f.spacing),
    resolved: f.isResolvedSent,
  };
}
