import type { TableName } from './data-tables.ts';

/**
 * `read`: items by key and by partition; `write`: put, update, delete; `change`: both; `search`: both, and every item;
 * `append`: read and put, nothing that updates or deletes; `batchRead`: BatchGetItem alone, so that only what can be named is
 * read and nothing can be listed.
 */
export type TableAccess = 'read' | 'write' | 'change' | 'search' | 'append' | 'batchRead';

/** Objects under one prefix of one bucket. `list` names keys too, which also turns a missing object into 404. */
export type ObjectRight = {
  bucket: 'uploads' | 'lake';
  prefix: string;
  access: 'read' | 'write' | 'remove';
  list?: true;
};

export type SecretName = 'signing' | 'pseudonyms';

/** Settings that name no resource. */
export type SettingName =
  | 'MARKETS'
  | 'MERCHANTS'
  | 'REGIONS'
  | 'FORECAST_BUDGET_MS'
  | 'RUN_LATE_MINUTES'
  | 'DATA_STALE_DAYS';

/** All that one function may touch, and so all that its environment names. */
export type Rights = {
  tables?: Partial<Record<TableName, TableAccess>>;
  objects?: readonly ObjectRight[];
  secrets?: readonly SecretName[];
  /** Ask the index of the worklist, of a function that reads policies. */
  worklist?: true;
  /** Ask the indexes of decisions. */
  decisionLists?: true;
  /** Start runs. */
  runs?: true;
  /** Stop them, of a function that starts them. */
  stopRuns?: true;
  /** Ask for files of results. */
  exports?: true;
  /** Ask for what buyers ask of the seller. */
  privacy?: true;
  /** Tell events. */
  announce?: true;
  settings?: readonly SettingName[];
};
