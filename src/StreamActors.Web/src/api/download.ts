import { respond } from './ask';

/** Stores an answer as a file of the user. Credentials are a header, so a plain link would not do. */
export async function download(
  method: 'GET' | 'POST',
  path: string,
  name: string,
  body?: unknown,
  accept?: string,
): Promise<void> {
  const response = await respond(method, path, body, accept ? { Accept: accept } : {});
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  [link.href, link.download] = [url, name];
  link.click();
  // The browser has taken the file by then; without this it would stay in memory until the page is closed.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
