import { describe, expect, it } from 'vitest';
import type { AlertRuleView, AlertView, ChannelView } from '../api/types';
import { merge } from '../parts/merge';
import { channelBody, channelFields, newChannel } from './channels';
import { arrange, ownSilence, ruleBody, ruleFields, silencedId, subjectHref, wants } from './rules';

const Now = Date.parse('2026-11-27T21:00:00Z');
const alert = (id: string, more: Partial<AlertView> = {}): AlertView => ({
  id,
  rule: 'parked',
  subject: 'output/studio',
  state: 'firing',
  severity: 'warning',
  summary: id,
  since: '2026-11-27T20:00:00Z',
  firedAt: null,
  resolvedAt: null,
  why: null,
  times: 1,
  silenced: false,
  acknowledged: null,
  silence: null,
  version: 1,
  ...more,
});
const silence = (until: string) => ({ by: 'ann', reason: 'known', until, at: '2026-11-27T20:00:00Z' });

describe('alerts', () => {
  it('come in the order in which somebody is wanted', () => {
    const alerts = [
      alert('acknowledged', { state: 'acknowledged', severity: 'critical' }),
      alert('silenced', { silenced: true, severity: 'critical', since: '2026-11-27T19:00:00Z' }),
      alert('warning'),
      alert('older', { since: '2026-11-27T18:00:00Z' }),
      alert('critical', { severity: 'critical' }),
    ];
    expect(arrange(alerts, '', '').map((a) => a.id)).toEqual([
      'critical',
      'warning',
      'older',
      'acknowledged',
      'silenced',
    ]);
    expect(arrange(alerts, 'SILENCED', '').map((a) => a.id)).toEqual(['silenced']);
    expect(arrange(alerts, '', 'warning')).toHaveLength(2);
    expect(alerts.filter(wants)).toHaveLength(3);
  });

  it('are silenced alone or with all of their subject', () => {
    const one = alert('parked~output~studio', { silenced: true, silence: silence('2026-11-27T22:00:00Z') });
    expect(silencedId(one, false)).toBe('parked~output~studio');
    expect(silencedId(one, true)).toBe('any~output~studio');
    expect(ownSilence(one, Now)?.reason).toBe('known');
    expect(ownSilence({ ...one, silence: silence('2026-11-27T20:30:00Z') }, Now)).toBeNull();
  });

  it('lead to their subject', () => {
    expect(subjectHref('output/studio')).toBe('/outputs/studio');
    expect(subjectHref('node/a')).toBe('/nodes?q=a');
  });
});

describe('the form of a rule', () => {
  const rule: AlertRuleView = {
    id: 'flapping',
    name: 'Flapping',
    condition: 'flapping',
    severity: 'warning',
    on: true,
    for: '0s',
    clearAfter: '0s',
    threshold: 5,
    within: '10m',
    repeatEvery: null,
    subjects: [],
    labels: {},
    channels: [],
    shipped: true,
    edited: false,
    firing: 0,
    version: 0,
  };

  it('sends only what was changed', () => {
    const before = ruleFields(rule);
    expect(merge(ruleBody(before), ruleBody({ ...before }))).toEqual({});
    expect(
      merge(ruleBody(before), ruleBody({ ...before, threshold: '3', labels: 'team=news', channels: ['desk'] })),
    ).toEqual({ threshold: 3, labels: { team: 'news' }, channels: ['desk'] });
    expect(merge(ruleBody({ ...before, repeatEvery: '1h' }), ruleBody(before))).toEqual({ repeatEvery: null });
  });

  it('leaves out what does not apply to the condition', () => {
    const body = ruleBody({ ...ruleFields(rule), condition: 'node-down', subjects: ['input'] });
    expect([body.threshold, body.within, body.subjects]).toEqual([null, null, []]);
  });
});

describe('the form of a channel', () => {
  it('sends a URL with a token as a secret, and mail to each address', () => {
    expect(channelBody({ ...newChannel('slack'), name: 'Desk', secretUrl: 'https://hooks/x' }, [])).toMatchObject({
      url: null,
      secrets: { url: 'https://hooks/x' },
    });
    const mail = { ...newChannel('email'), url: 'smtp://mail:587', from: 'a@b', to: 'c@d, e@f\ng@h', password: 'p' };
    expect(channelBody({ ...mail, user: 'u' }, [])).toMatchObject({
      to: ['c@d', 'e@f', 'g@h'],
      secrets: { password: 'p' },
    });
  });

  it('keeps stored secrets that are not entered again, and removes those no longer used', () => {
    const view = {
      id: 'desk',
      name: 'Desk',
      kind: 'webhook',
      on: true,
      url: null,
      user: null,
      from: null,
      to: [],
      plain: false,
      secrets: { url: '***', signing: '***' },
      least: 'info',
      gather: '5s',
      spacing: '30s',
      resolved: true,
    } as unknown as ChannelView;
    const before = channelFields(view);
    const stored = Object.keys(view.secrets);
    const body = (after: typeof before) => merge(channelBody(before, stored), channelBody(after, stored));
    expect(body({ ...before })).toEqual({});
    expect(body({ ...before, isUrlSecret: false, url: 'https://desk/hook' })).toEqual({
      url: 'https://desk/hook',
      secrets: { url: null },
    });
    expect(body({ ...before, signing: 'whsec_new' })).toEqual({ secrets: { signing: 'whsec_new' } });
  });
});
