import type { CustomerCodes } from '../../lib/runtime/index.ts';
import type { CodesOf } from '../../lib/stores/index.ts';
import type { ExportTask } from './export-task.ts';

/**
 * Open customers' codes for one export, in the name of whoever asked for it: the API has held that token to the scope `identify`
 * before it wrote the wish down.
 *
 * @returns `undefined` where the file is to have none
 */
export function codesFor(customerCodes: CustomerCodes, { merchant, asked }: ExportTask): CodesOf | undefined {
  if (!asked.customerCodes) return undefined;
  const caller = { merchant, client: asked.by, person: asked.by, scopes: new Set(['identify']) };
  return (customers) => customerCodes(customers, { caller, requestId: asked.requestId });
}
