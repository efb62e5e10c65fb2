import { type LakeFile, UpstreamError } from '../domain/index.ts';

/**
 * Version of the lake's columns, kept with each catalog entry. Another column, name or type is another version: raise it, and
 * say in `lake-upgrades.ts` how files of the version before are read.
 */
export const LAKE_SCHEMA_VERSION = 2;

/** Hold a catalog entry to the versions that this code can read. @throws UpstreamError for a newer one */
export function checkVersion({ schemaVersion, kind, upload }: LakeFile): void {
  if (schemaVersion <= LAKE_SCHEMA_VERSION) return;
  throw new UpstreamError(
    `the ${kind} of upload ${upload} are in the lake by schema version ${schemaVersion}, this code reads up to ${LAKE_SCHEMA_VERSION}: deploy the newer version here too`,
  );
}
