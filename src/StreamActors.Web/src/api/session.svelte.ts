import type { PageLink } from '../links';
import { Problem } from './problem';
import { send } from './ask';
import type { PrincipalView, Role } from './types';

const Kept = 'streamactors.session';
const RenewAfter = 6 * 3600_000;
const ranks: Role[] = ['reader', 'viewer', 'operator', 'editor', 'admin'];

interface Stored {
  credentials: string;
  /** Of a login session; undefined for an API key. */
  since?: number;
}

/** Who is signed in. Credentials are kept for this tab, or for this browser if the user says so. */
class Session {
  credentials = $state<string | null>(null);
  who = $state.raw<PrincipalView | null>(null);
  /** The credentials are no longer valid: the sign-in form is shown over the page. */
  isExpired = $state(false);
  /** Why the link that the page was opened with did not sign in. */
  refusal: Problem | null = null;

  #since: number | undefined;
  #waiting: (() => void)[] = [];

  get isUser() {
    return this.who?.who.startsWith('user:') ?? false;
  }

  /**
   * Whether a request that needs this role will be carried out.
   * @param scope the first segment of its path, where keys are likely to be limited
   */
  may(role: Role, scope?: string): boolean {
    if (this.who === null || ranks.indexOf(this.who.role as Role) < ranks.indexOf(role)) return false;
    return scope === undefined || this.who.scopes.length === 0 || this.who.scopes.includes(scope);
  }

  /** Whether a page that needs this shows anything. */
  sees(link: PageLink): boolean {
    return !link.needs || this.may(link.needs.role, link.needs.scope);
  }

  /** Continues where this browser was signed in, or signs in with the link that the server printed at its start. */
  async resume(): Promise<void> {
    const code = /^#link=(\w+)$/.exec(location.hash)?.[1];
    if (code) {
      history.replaceState(history.state, '', location.pathname + location.search); // it is not left in the address bar
      const response = await send('POST', 'login/link', null, { code });
      if (response.ok) return this.#signedIn((await response.json()).token, Date.now(), false);
      this.refusal = await Problem.of(response);
    }
    const text = sessionStorage.getItem(Kept) ?? localStorage.getItem(Kept);
    if (!text) return;
    try {
      const stored = JSON.parse(text) as Stored;
      await this.#use(stored.credentials, stored.since);
    } catch (failure) {
      const problem = Problem.from(failure);
      if (problem.status === 401) this.forget();
      else throw problem;
    }
  }

  async signInAs(user: string, password: string, keep: boolean): Promise<void> {
    const response = await send('POST', 'login', null, { user, password });
    if (!response.ok) throw await Problem.of(response);
    await this.#signedIn((await response.json()).token, Date.now(), keep);
  }

  signInWith(key: string, keep: boolean): Promise<void> {
    return this.#signedIn(key, undefined, keep);
  }

  /** Ends the session at the server too; an API key is only forgotten here. */
  async signOut(): Promise<void> {
    if (this.isUser) await send('POST', 'me/logout', this.credentials);
    this.forget();
  }

  forget() {
    sessionStorage.removeItem(Kept);
    localStorage.removeItem(Kept);
    this.credentials = this.who = null;
    this.isExpired = false;
    this.#since = undefined;
  }

  /** Completes after the next sign-in. */
  expired(): Promise<void> {
    this.isExpired = true;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Called now and then: a session is renewed long before its 24 hours are over. */
  async renew(): Promise<void> {
    if (this.#since === undefined || this.isExpired || Date.now() - this.#since < RenewAfter) return;
    const response = await send('POST', 'me/renew', this.credentials);
    if (!response.ok) return;
    const { token } = await response.json();
    // Another account may be kept in this browser: what this tab signed in with stays in it.
    this.#store({ credentials: token, since: Date.now() }, sessionStorage.getItem(Kept) === null);
  }

  async #signedIn(credentials: string, since: number | undefined, keep: boolean): Promise<void> {
    await this.#use(credentials, since);
    this.#store({ credentials, since }, keep);
    this.isExpired = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  async #use(credentials: string, since: number | undefined): Promise<void> {
    const response = await send('GET', 'me', credentials);
    if (!response.ok) throw await Problem.of(response);
    this.who = (await response.json()) as PrincipalView;
    this.credentials = credentials;
    this.#since = since;
  }

  #store(stored: Stored, keep: boolean) {
    this.credentials = stored.credentials;
    this.#since = stored.since;
    if (keep) sessionStorage.removeItem(Kept); // it would be used before what is kept
    (keep ? localStorage : sessionStorage).setItem(Kept, JSON.stringify(stored));
  }
}

export const session = new Session();
