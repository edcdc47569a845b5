import type { UserView } from '../api/types';

export const roles = ['viewer', 'operator', 'editor', 'admin'] as const;

/** The merge patch of a user: only what was changed; an empty password keeps the one there is. */
export const edits = (user: UserView, now: { role: string; disabled: boolean; password: string }) => ({
  ...(now.role !== user.role ? { role: now.role } : {}),
  ...(now.disabled !== user.disabled ? { disabled: now.disabled } : {}),
  ...(now.password !== '' ? { password: now.password } : {}),
});
