import { language } from './words.svelte';

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, make: (code: string) => T): T {
  const key = `${language.code} ${name}`;
  const found = made.get(key) ?? make(language.code);
  made.set(key, found);
  return found as T;
}

const number = (unit: string, digits: number) =>
  cached(
    `${unit} ${digits}`,
    (code) =>
      new Intl.NumberFormat(code, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
        minimumFractionDigits: digits,
      }),
  );

export const count = (n: number) => cached('count', (code) => new Intl.NumberFormat(code)).format(n);

/** 12 s, 4 min, 3 h, 5 d: the one unit that matters, and the next for hours. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return number('second', 0).format(seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return number('minute', 0).format(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? `${number('hour', 0).format(hours)} ${number('minute', 0).format(minutes % 60)}`
    : number('day', 0).format(Math.floor(hours / 24));
}

export function rate(bits: number): string {
  if (bits >= 1e6) return number('megabit-per-second', 1).format(bits / 1e6);
  return number('kilobit-per-second', 0).format(bits / 1e3);
}

export function bytes(n: number): string {
  if (n >= 1e9) return number('gigabyte', 1).format(n / 1e9);
  return n >= 1e6 ? number('megabyte', 1).format(n / 1e6) : number('kilobyte', 0).format(n / 1e3);
}

export const seconds = (n: number, digits = 1) => number('second', digits).format(n);
export const milliseconds = (n: number) => number('millisecond', 0).format(n);

export const clock = (at: number | string) =>
  cached('clock', (code) => new Intl.DateTimeFormat(code, { timeStyle: 'medium', hourCycle: 'h23' })).format(
    new Date(at),
  );

export const day = (at: number | string) =>
  cached('day', (code) => new Intl.DateTimeFormat(code, { dateStyle: 'medium' })).format(new Date(at));

/** The time of day, with the date where that is another one. */
export function moment(at: number | string, nowMs: number): string {
  const date = new Date(at);
  const time = cached('time', (code) => new Intl.DateTimeFormat(code, { timeStyle: 'short', hourCycle: 'h23' })).format(
    date,
  );
  if (date.toDateString() === new Date(nowMs).toDateString()) return time;
  return `${cached('date', (code) => new Intl.DateTimeFormat(code, { day: 'numeric', month: 'short' })).format(date)} ${time}`;
}
