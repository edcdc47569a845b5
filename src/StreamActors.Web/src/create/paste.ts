import type { Kind } from '../api/types';

/** What was recognized in a pasted text. */
export interface Pasted {
  kind?: Kind;
  url: string;
  secrets: Record<string, string>;
  what?: 'obs' | 'ffmpeg';
  /** SRT's latency as FFmpeg writes it, in microseconds: most likely milliseconds were meant. */
  latencyMs?: number;
  /** A page for people, from which no stream can be taken. */
  isPage?: boolean;
}

const Url = /\b[a-z][a-z0-9+.-]*:\/\/\S*/i;
const pages =
  /^https?:\/\/(?:[\w-]+\.)*(?:youtube\.com\/(?:watch|live|@|channel|playlist)|youtu\.be\/|twitch\.tv\/\w|facebook\.com\/|vimeo\.com\/\d|kick\.com\/\w)/i;
/** More microseconds than anybody means as milliseconds. */
const MicrosFrom = 10_000;

export function recognize(text: string): Pasted | null {
  const trimmed = text.trim();
  const found = fromFfmpeg(trimmed) ?? fromObs(trimmed) ?? fromUrl(trimmed);
  if (!found) return null;
  const isPage = pages.test(found.url);
  return { ...found, ...withoutSecrets(found), ...(isPage ? { isPage } : {}), ...latency(found.url) };
}

/** OBS shows them as two lines: the server and the stream key, with or without labels. */
function fromObs(text: string): Pasted | null {
  const lines = text
    .split(/\r?\n/)
    .map((l) => l.trim())
    .filter(Boolean);
  if (lines.length !== 2) return null;
  const [url] = Url.exec(lines[0]!) ?? [];
  const key = lines[1]!.replace(/^[\p{L} ]{3,20}[:：]\s*/u, '');
  if (!url?.match(/^rtmps?:/i) || !key || Url.test(key)) return null;
  return { kind: 'output', url, secrets: { key }, what: 'obs' };
}

/** The last URL of a command is where it sends to; a command that only plays or probes has a source alone. */
function fromFfmpeg(text: string): Pasted | null {
  const words =
    text
      .replace(/\\\r?\n/g, ' ')
      .match(/"[^"]*"|'[^']*'|\S+/g)
      ?.map((w) => w.replace(/^(["'])(.*)\1$/, '$2')) ?? [];
  if (!/(?:^|\/)ff(?:mpeg|play|probe)(?:\.exe)?$/i.test(words[0] ?? '')) return null;
  const source = words[words.indexOf('-i') + 1];
  const last = words.at(-1)!;
  const sends = /ffmpeg(?:\.exe)?$/i.test(words[0]!);
  if (sends && Url.test(last) && last !== source) return { kind: 'output', url: last, secrets: {}, what: 'ffmpeg' };
  const from = words.includes('-i') ? source : last;
  return from && Url.test(from) ? { kind: 'input', url: from, secrets: {}, what: 'ffmpeg' } : null;
}

function fromUrl(text: string): Pasted | null {
  const [url] = Url.exec(text) ?? [];
  return url ? { url, secrets: {} } : null;
}

/** Passwords and passphrases leave the URL at once: it is shown in the clear. The stream key of RTMP is a guess the server makes. */
function withoutSecrets({ url, secrets }: Pasted): Pick<Pasted, 'url' | 'secrets'> {
  const moved = { ...secrets };
  let rest = url.replace(/^([a-z0-9+.-]+:\/\/[^/@:?#]*):([^/@]*)@/i, (_, before: string, password: string) => {
    moved.password = decoded(password);
    return `${before}@`;
  });
  if (/^srt:/i.test(rest)) {
    rest = rest
      .replace(/([?&])passphrase=([^&#]*)(&?)/i, (_, mark: string, value: string, more: string) => {
        moved.passphrase = decoded(value);
        return more ? mark : '';
      })
      .replace(/[?&]$/, '');
  }
  return { url: rest, secrets: moved };
}

function latency(url: string): Pick<Pasted, 'latencyMs'> {
  const micros = /^srt:/i.test(url) ? Number(/[?&]latency=(\d+)/i.exec(url)?.[1] ?? 0) : 0;
  return micros >= MicrosFrom ? { latencyMs: Math.round(micros / 1000) } : {};
}

export const withLatency = (url: string, ms: number) => url.replace(/([?&]latency=)\d+/i, `$1${ms}`);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
