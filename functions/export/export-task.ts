import type { Export, Market } from '../../lib/domain/index.ts';

/** One wish for a file: of whom, of which market, and what was asked. */
export type ExportTask = {
  merchant: string;
  market: Market;
  asked: Export;
  /** A folder of the task's own. */
  directory: string;
};
