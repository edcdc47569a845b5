/** The header that the server names when it refuses credentials, however they were sent. */
const CredentialsField = 'X-API-Key';

/** Why a request failed: a problem document of the server (RFC 9457), or no answer at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: { field: string; value?: string | null; cure: string }[] = [],
  ) {
    super(detail);
  }

  /** The credentials of the request are refused; not a password among what was entered. */
  get isOfCredentials(): boolean {
    return this.status === 401 && this.errors.every((e) => e.field === CredentialsField);
  }

  /** What to enter in this field instead; undefined if it is fine. */
  cure(field: string): string | undefined {
    return this.errors.find((e) => e.field === field)?.cure;
  }

  static async of(response: Response): Promise<Problem> {
    try {
      const { code, detail, errors } = await response.json();
      return new Problem(response.status, code ?? 'unknown', detail ?? response.statusText, errors ?? []);
    } catch {
      return new Problem(response.status, 'unknown', response.statusText);
    }
  }

  static from(failure: unknown): Problem {
    return failure instanceof Problem ? failure : new Problem(0, 'offline', String(failure));
  }
}
