import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import {
  type DecisionClaims,
  lakeKeys,
  NotFoundError,
  type PolicyDocument,
  parseStored,
  policyRowSchema,
  type ServedPolicy,
  servePolicy,
  storePolicy,
} from '../domain/index.ts';
import type { ObjectStore } from './objects.ts';

/** What a night learnt of one SKU: the document that is served, and the whole table behind it, `null` where there is none. */
export type AuditedPolicy = { document: PolicyDocument; table: object | null };

/** A line of the object: the table's own members, and the row as it was served. */
const auditLineSchema = z.object({ row: policyRowSchema });

/**
 * Write policies for the audit: a line of JSON each, the whole table and the row that answers came from; those that were not
 * learnt are left out.
 *
 * @returns one member of a gzip file: members may stand one after another
 */
export function policyAuditPart(policies: readonly AuditedPolicy[]): Uint8Array {
  const lines = policies.flatMap(({ document, table }) =>
    table === null || document.kind !== 'ready' ? [] : [`${JSON.stringify({ ...table, row: document })}\n`],
  );
  return gzipSync(lines.join(''));
}

/**
 * Read the policy that a signed decision was answered from, whatever has taken its place in the table since.
 *
 * @returns the row as it was served: packed
 * @throws NotFoundError when the token is older than audits that can be replayed, the run's audit is gone, or the run was
 * repeated since and came to another policy
 * @throws UpstreamError when the line is unreadable
 */
export async function readAuditedPolicy(
  objects: Pick<ObjectStore, 'get'>,
  { merchant, runId, shard, sku, policyVersion }: DecisionClaims,
): Promise<ServedPolicy> {
  if (runId === undefined || shard === undefined)
    throw new NotFoundError('this decision was signed before decisions said where their policy is kept');
  const lines = gunzipSync(await objects.get(lakeKeys.policyTable(merchant, runId, shard))).toString();
  const line = lineOf(lines, sku);
  if (line === undefined) throw new NotFoundError(`the audit of the run ${runId} holds no policy of ${sku}`);
  const { row } = parseStored(auditLineSchema, line, `the audit line of ${sku}`);
  if (row.policyVersion !== policyVersion)
    throw new NotFoundError(
      `the run ${runId} was repeated and came to the policy ${row.policyVersion}: ${policyVersion} is kept no more`,
    );
  return servePolicy(storePolicy(row));
}

/** Find a SKU's line by its beginning: a line has thirty thousand characters, and a shard some dozens of them. */
function lineOf(lines: string, sku: string): string | undefined {
  const beginning = `{"sku":${JSON.stringify(sku)},`;
  const start = lines.startsWith(beginning) ? 0 : lines.indexOf(`\n${beginning}`) + 1;
  if (start === 0 && !lines.startsWith(beginning)) return undefined;
  const end = lines.indexOf('\n', start);
  return lines.slice(start, end < 0 ? undefined : end);
}
