import type { AlertRuleView, AlertView } from '../api/types';
import { lines, table } from '../streams/rules';

export const severities = ['info', 'warning', 'critical'] as const;

/** What each condition can be about, and whether it compares with a number and counts in a window. */
export const conditions: Record<string, { subjects: string[]; hasThreshold?: boolean; hasWindow?: boolean }> = {
  parked: { subjects: ['input', 'output'] },
  'off-air': { subjects: ['input', 'output'] },
  stalled: { subjects: ['input', 'output'] },
  slow: { subjects: ['output'] },
  flapping: { subjects: ['input', 'output'], hasThreshold: true, hasWindow: true },
  'bitrate-low': { subjects: ['input', 'output'], hasThreshold: true },
  'cc-errors': { subjects: ['input'], hasThreshold: true, hasWindow: true },
  'two-senders': { subjects: ['input'] },
  'disk-low': { subjects: ['node'], hasThreshold: true },
  'node-down': { subjects: ['node'] },
};

const weight = (severity: string) => severities.indexOf(severity as 'info');

/** Those that want somebody first: firing before the rest, then by severity, then the newest. */
export const arrange = (alerts: AlertView[], words: string, severity: string): AlertView[] =>
  alerts
    .filter((a) => severity === '' || a.severity === severity)
    .filter((a) => `${a.rule} ${a.subject} ${a.summary}`.toLowerCase().includes(words.toLowerCase()))
    .sort(
      (a, b) =>
        Number(wants(b)) - Number(wants(a)) ||
        weight(b.severity) - weight(a.severity) ||
        (b.since ?? '').localeCompare(a.since ?? ''),
    );

/** It fires, and nobody has said that they know. */
export const wants = (alert: AlertView) => alert.state === 'firing' && !alert.silenced;

/** Where the subject of an alert is shown. */
export function subjectHref(subject: string): string {
  const [kind, id] = subject.split('/', 2);
  return kind === 'node' ? `/nodes?q=${encodeURIComponent(id ?? '')}` : `/${kind}s/${id}`;
}

/** Its own silence while it lasts; one for all alerts of its subject may last longer. */
export const ownSilence = (alert: AlertView, now: number) =>
  alert.silenced && alert.silence && Date.parse(alert.silence.until) > now ? alert.silence : null;

/** The silence of all alerts of a subject has an id of its own. */
export const silencedId = (alert: AlertView, isAll: boolean) =>
  isAll ? `any~${alert.subject.replace('/', '~')}` : alert.id;

/** What the form of a rule shows. */
export interface RuleFields {
  name: string;
  condition: string;
  severity: string;
  isOn: boolean;
  for: string;
  clearAfter: string;
  threshold: string;
  within: string;
  repeatEvery: string;
  subjects: string[];
  labels: string;
  channels: string[];
}

/** The form of a rule; of a new one, with the values of the built-in rule of that condition. */
export const ruleFields = (rule: AlertRuleView): RuleFields => ({
  name: rule.name,
  condition: rule.condition,
  severity: rule.severity,
  isOn: rule.on,
  for: rule.for,
  clearAfter: rule.clearAfter,
  threshold: rule.threshold === null ? '' : String(rule.threshold),
  within: rule.within ?? '',
  repeatEvery: rule.repeatEvery ?? '',
  subjects: [...rule.subjects],
  labels: lines(rule.labels),
  channels: [...rule.channels],
});

/** As it is sent; what does not apply to the condition is left out. */
export function ruleBody(fields: RuleFields): Record<string, unknown> {
  const condition = conditions[fields.condition];
  const text = (value: string) => (value.trim() === '' ? null : value.trim());
  return {
    name: fields.name.trim(),
    condition: fields.condition,
    severity: fields.severity,
    on: fields.isOn,
    for: text(fields.for),
    clearAfter: text(fields.clearAfter),
    threshold: condition?.hasThreshold && fields.threshold !== '' ? Number(fields.threshold) : null,
    within: condition?.hasWindow ? text(fields.within) : null,
    repeatEvery: text(fields.repeatEvery),
    subjects: fields.subjects.filter((s) => condition?.subjects.includes(s)),
    labels: table(fields.labels),
    channels: fields.channels,
  };
}
