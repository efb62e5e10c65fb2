import { AppError } from '../../lib/domain/index.ts';

/** Write a stored version as an `ETag`; what nobody has stored yet has version 0. */
export function entityTag(version: number | undefined): string {
  return `"${version ?? 0}"`;
}

/**
 * Hold a change to the version that its author has seen.
 *
 * @param ifMatch - as the header came: one tag
 * @throws AppError `unversioned` without a tag, `stale` with another one
 */
export function requireVersion(ifMatch: string | undefined, version: number | undefined): void {
  if (ifMatch === undefined)
    throw new AppError('unversioned', 'If-Match must name the ETag of what is to be changed');
  if (ifMatch.trim() !== entityTag(version))
    throw new AppError('stale', 'it was changed since it was read: read it again');
}

/** Somebody else was in between the reading and the writing. */
export const overtaken = (): AppError =>
  new AppError('stale', 'it was changed in the meantime: read it again');
