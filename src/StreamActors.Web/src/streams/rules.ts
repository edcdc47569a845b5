import type { StateView } from '../api/types';
import type { Row } from '../live/store.svelte';
import { bytes, count, milliseconds, rate, seconds } from '../words/format';
import type { Words } from '../words/en';

export interface Link {
  what: 'source' | 'destination';
  url: string;
  row: Row | null;
  isBroken: boolean;
}

const flows = (row: Row) => ['on-air', 'slow', 'starting', 'idle', 'stopping'].includes(row.state.phase);

/** From the source to the destination; only the first link that fails is called broken, the others suffer from it. */
export function chain(row: Row, input: Row | null): Link[] {
  const steps: Link[] = [];
  const source = row.kind === 'input' ? row : input;
  if (source) steps.push({ what: 'source', url: source.view.address.url, row: source, isBroken: !flows(source) });
  if (row.kind === 'output')
    steps.push({
      what: 'destination',
      url: row.view.address.url,
      row,
      isBroken: !flows(row) && (source === null || flows(source)),
    });
  return steps;
}

const codecs: Record<string, string> = {
  Mpeg2Video: 'MPEG-2',
  Mpeg4Video: 'MPEG-4',
  H264: 'H.264',
  Hevc: 'HEVC',
  Vvc: 'VVC',
  MpegAudio: 'MPEG audio',
  Aac: 'AAC',
  AacLatm: 'AAC (LATM)',
  Ac3: 'AC-3',
  Eac3: 'E-AC-3',
  Dts: 'DTS',
  Scte35: 'SCTE-35',
};

/** What is measured, each with its name; what the driver does not measure is left out. */
export function figures(state: StateView, names: Words['stream']['figures']): [string, string][] {
  const f = state.figures;
  if (!f) return [];
  const shown: [string, string | null | undefined][] = [
    [names.bits, rate(f.bitsPerSecond ?? 0)],
    [names.bytes, bytes(f.bytes ?? 0)],
    [names.lost, count(f.lostPackets ?? 0)],
    [names.backlog, f.backlogSeconds == null ? null : seconds(f.backlogSeconds)],
    [names.driver, f.driver],
    [names.node, state.node],
    [names.peer, f.peer],
    [names.codings, f.stream?.codings?.map((c) => codecs[c] ?? c).join(', ')],
    [names.keyFrames, f.stream && f.stream.keyFrameSeconds > 0 ? seconds(f.stream.keyFrameSeconds) : null],
    [names.continuity, f.stream ? count(f.stream.continuityErrors) : null],
    [names.rtt, f.links?.[0] ? milliseconds(f.links[0].roundTripMs) : null],
    [names.speed, f.child?.speed == null ? null : `${f.child.speed.toFixed(2)} ×`],
    [names.cpu, f.child ? seconds(f.child.cpuSeconds) : null],
    [names.memory, f.child ? bytes(f.child.residentBytes) : null],
    [names.changes, f.changes?.join(', ')],
  ];
  return shown.filter((s): s is [string, string] => !!s[1]);
}

/** One name=value a line, and back. */
export const lines = (table: Record<string, string>) =>
  Object.entries(table)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

export function table(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)) {
    const at = line.indexOf('=');
    found[at < 0 ? line : line.slice(0, at).trim()] = at < 0 ? '' : line.slice(at + 1).trim();
  }
  return found;
}

/** A merge patch (RFC 7396) that makes one table of another: null removes. */
export function patch(before: Record<string, string>, after: Record<string, string>): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (const name of Object.keys(before)) if (!(name in after)) changes[name] = null;
  for (const [name, value] of Object.entries(after)) if (before[name] !== value) changes[name] = value;
  return changes;
}
