import type { CustomerCodes } from '../../lib/runtime/index.ts';
import type { ExportTask } from './export-task.ts';

/** The seller's own codes of these pseudonyms; none where the file is to have none. */
export type CodesOf = (customers: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * Open customers' codes for one export, in the name of whoever asked for it: the API has held that token to the scope `identify`
 * before it wrote the wish down.
 */
export function codesFor(customerCodes: CustomerCodes, { merchant, asked }: ExportTask): CodesOf {
  if (!asked.customerCodes) return async () => new Map();
  const caller = { merchant, client: asked.by, scopes: new Set(['identify']) };
  return (customers) => customerCodes(customers, { caller, requestId: asked.requestId });
}
