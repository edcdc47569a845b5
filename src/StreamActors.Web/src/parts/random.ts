const bytes = (n: number) => String.fromCharCode(...crypto.getRandomValues(new Uint8Array(n)));

/** A password of 24 letters, digits, - and _. */
export const password = () => btoa(bytes(18)).replaceAll('+', '-').replaceAll('/', '_');

/** What webhooks are signed with: whsec_ and 32 bytes in base64 (Standard Webhooks). */
export const signing = () => `whsec_${btoa(bytes(32))}`;
