import { Problem } from './problem';
import { session } from './session.svelte';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** An Idempotency-Key. On plain HTTP there is no crypto.randomUUID. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

export interface Answer<T> {
  body: T;
  version: string | null;
}

export async function send(
  method: Method,
  path: string,
  credentials: string | null,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  try {
    return await fetch(`/api/v1/${path}`, {
      method,
      headers: {
        ...(credentials ? { Authorization: `Bearer ${credentials}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      cache: 'no-store',
    });
  } catch (failure) {
    throw new Problem(0, 'offline', String(failure));
  }
}

/**
 * One request, and its answer as it is. When the session has expired, it waits for a new sign-in over the page, and is sent again with the
 * same Idempotency-Key, so that nothing is done twice and no form is lost. It is never queued while the server cannot be reached.
 */
export async function respond(
  method: Method,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const all = method === 'GET' ? headers : { ...headers, 'Idempotency-Key': newKey() };
  for (;;) {
    const shown = session.credentials;
    const response = await send(method, path, shown, body, all);
    if (response.ok) return response;
    const problem = await Problem.of(response);
    if (!shown || !problem.isOfCredentials) throw problem;
    if (session.credentials === shown) await session.expired();
  }
}

export async function askFor<T>(
  method: Method,
  path: string,
  body?: unknown,
  version?: string | null,
): Promise<Answer<T>> {
  const response = await respond(method, path, body, version ? { 'If-Match': version } : {});
  return {
    body: response.status === 204 ? (undefined as T) : ((await response.json()) as T),
    version: response.headers.get('ETag'),
  };
}

export const ask = async <T>(method: Method, path: string, body?: unknown): Promise<T> =>
  (await askFor<T>(method, path, body)).body;
