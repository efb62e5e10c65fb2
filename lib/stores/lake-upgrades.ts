import type { UploadKind } from '../domain/index.ts';
import { quoteName } from './sql-text.ts';

/** SQL expressions of a kind's columns over the rows of the version before, by the column's name. */
type Expressions = Readonly<Record<string, string>>;

/**
 * How rows of one version of the lake's columns become those of the next. The rows also have `origin_upload` and
 * `origin_sequence`: the upload that the catalog names for their file.
 */
export type LakeUpgrade = {
  /** The version that it makes. */
  to: number;
  /** What it does, in words. */
  name: string;
  /** Old name → new name. */
  renamed?: (kind: UploadKind) => Readonly<Record<string, string>>;
  /** Columns that the version before had otherwise: another type, another unit. */
  changed?: (kind: UploadKind) => Expressions;
  /** Columns that the version before did not have. */
  added?: (kind: UploadKind) => Expressions;
};

/** Every upgrade, oldest first. */
export const lakeUpgrades: readonly LakeUpgrade[] = [
  {
    to: 2,
    name: 'each row says which upload it came with',
    added: () => ({ upload: 'origin_upload', sequence: 'origin_sequence' }),
  },
];

/**
 * Read a relation of an older version as one of the newest.
 *
 * @param rows - SQL of a relation in the columns of `version`, with `origin_upload` and `origin_sequence`
 * @returns SQL of a relation with today's columns, perhaps others too
 */
export function upgradeRows(
  rows: string,
  { kind, version }: { kind: UploadKind; version: number },
  upgrades: readonly LakeUpgrade[] = lakeUpgrades,
): string {
  return upgrades
    .filter(({ to }) => to > version)
    .reduce((older, upgrade) => `(${applyUpgrade(older, upgrade, kind)})`, rows);
}

function applyUpgrade(rows: string, { renamed, changed, added }: LakeUpgrade, kind: UploadKind): string {
  const names = renamed?.(kind) ?? {};
  const others = changed?.(kind) ?? {};
  const left = [...Object.keys(names), ...Object.keys(others)].map(quoteName);
  return `SELECT * ${left.length === 0 ? '' : `EXCLUDE (${left.join(', ')})`} ${[
    '',
    ...Object.entries(names).map(([older, newer]) => `${quoteName(older)} AS ${quoteName(newer)}`),
    ...Object.entries({ ...others, ...added?.(kind) }).map(([name, sql]) => `${sql} AS ${quoteName(name)}`),
  ].join(', ')} FROM ${rows}`;
}
