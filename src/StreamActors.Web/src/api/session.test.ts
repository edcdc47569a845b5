import { beforeEach, describe, expect, it, vi } from 'vitest';

const Kept = 'streamactors.session';

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

let tab: ReturnType<typeof storage>;
let browser: ReturnType<typeof storage>;
let left = '';

/** Answers by path; what is asked is a list of paths. */
function server(answers: Record<string, (turn: number) => Response>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    const path = url.replace('/api/v1/', '');
    asked.push(path);
    return Promise.resolve(answers[path]!(asked.filter((p) => p === path).length));
  });
  return asked;
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const refused = (field: string) => json({ code: 'unauthorized', detail: 'no', errors: [{ field, cure: 'x' }] }, 401);
const me = () => json({ who: 'user:ann', role: 'editor', scopes: [] });

async function fresh() {
  vi.resetModules();
  return { ...(await import('./session.svelte')), ...(await import('./ask')) };
}

beforeEach(() => {
  tab = storage();
  browser = storage();
  vi.stubGlobal('sessionStorage', tab);
  vi.stubGlobal('localStorage', browser);
  vi.stubGlobal('location', { hash: '', pathname: '/', search: '' });
  vi.stubGlobal('history', { state: null, replaceState: (_: unknown, __: string, url: string) => void (left = url) });
});

describe('the link that the server printed', () => {
  it('signs in, and leaves the address bar', async () => {
    vi.stubGlobal('location', { hash: '#link=0a1b', pathname: '/', search: '' });
    server({ 'login/link': () => json({ token: 'linked' }), me });
    const { session } = await fresh();
    await session.resume();
    expect([session.credentials, left]).toEqual(['linked', '/']);
  });

  it('says why it does not, and what was signed in before goes on', async () => {
    vi.stubGlobal('location', { hash: '#link=0a1b', pathname: '/', search: '' });
    tab.setItem(Kept, JSON.stringify({ credentials: 'key' }));
    server({ 'login/link': () => refused('code'), me });
    const { session } = await fresh();
    await session.resume();
    expect([session.credentials, session.refusal?.status]).toEqual(['key', 401]);
  });
});

describe('the credentials', () => {
  it('stay in the tab when they are renewed, though the browser keeps those of another', async () => {
    browser.setItem(Kept, JSON.stringify({ credentials: 'of-bob', since: 1 }));
    tab.setItem(Kept, JSON.stringify({ credentials: 'of-ann', since: 1 }));
    server({ me, 'me/renew': () => json({ token: 'renewed' }) });
    const { session } = await fresh();
    await session.resume();
    await session.renew();
    expect(tab.getItem(Kept)).toContain('renewed');
    expect(browser.getItem(Kept)).toContain('of-bob');
  });

  it('that the browser keeps take the place of those of the tab', async () => {
    tab.setItem(Kept, JSON.stringify({ credentials: 'old' }));
    server({ me });
    const { session } = await fresh();
    await session.signInWith('new', true);
    expect(tab.getItem(Kept)).toBeNull();
    expect(browser.getItem(Kept)).toContain('new');
  });
});

describe('a refusal with 401', () => {
  it('of what was entered is an error of that field, and the session goes on', async () => {
    server({ me, 'me/password': () => refused('old') });
    const { session, ask } = await fresh();
    await session.signInWith('key', false);
    await expect(ask('POST', 'me/password', {})).rejects.toMatchObject({ status: 401, errors: [{ field: 'old' }] });
    expect(session.isExpired).toBe(false);
  });

  it('of the credentials waits for a sign-in, and the request is sent again', async () => {
    const asked = server({ me, inputs: (turn) => (turn === 1 ? refused('X-API-Key') : json(['x'])) });
    const { session, ask } = await fresh();
    await session.signInWith('key', false);
    const answer = ask('GET', 'inputs');
    await vi.waitFor(() => expect(session.isExpired).toBe(true), { timeout: 60_000 });
    await session.signInWith('other', false);
    expect(await answer).toEqual(['x']);
    expect(asked.filter((p) => p === 'inputs')).toHaveLength(2);
  });
});
