import { type MarketFacts, type Planning, planReading, type ReadingPlan } from '../importing/index.ts';
import { checkRows } from './lake-check.ts';
import type { Database } from './lake-database.ts';
import { type Evidence, gatherEvidence, gatherHead, scannedOf } from './lake-evidence.ts';
import type { RawTable } from './lake-raw.ts';

/**
 * Decide how a file is read and, where nothing is left to ask, check its rows (`checkRows`).
 *
 * Of a large file the first rows make a plan at first: where all others are then read as machines print values, none of them could have
 * proved anything else, and the file's text is read once. Otherwise every row is looked at before the plan is made.
 *
 * @returns a plan, whose rows are checked where the file has no other questions, or what to ask
 */
export async function planAndCheck(
  database: Database,
  raw: RawTable,
  market: MarketFacts,
): Promise<Planning> {
  const { parts, answers } = raw;
  const mayCheck = raw.questions.length === 0;
  const head = await gatherHead(database, raw);
  let hasFailed = false;
  if (head !== null && mayCheck) {
    const planning = planReading(await scannedOf(database, raw, head), market, answers);
    if (planning.kind === 'planned' && plainRowsAgree(planning.plan, head)) {
      if (await checkRows(database, planning.plan, parts, 'onlyQuick')) return planning;
      hasFailed = true;
    }
  }
  const evidence = await gatherEvidence(database, raw, head);
  const planning = planReading(await scannedOf(database, raw, evidence), market, answers);
  if (planning.kind === 'planned' && mayCheck)
    await checkRows(database, planning.plan, parts, hasFailed ? 'whole' : 'quick');
  return planning;
}

/**
 * Tell whether values in the quick form cannot add to what the first rows prove. A day is then written year first and a quantity without
 * a mark; a price may have the plan's mark, which the first rows must have proved and no other.
 */
function plainRowsAgree({ columns, decimalMark }: ReadingPlan, evidence: readonly Evidence[]): boolean {
  return evidence.every((one) => {
    const planned = columns.find(({ column }) => column === one.found.column);
    if (one.type === 'date' || planned?.type === 'number') return true;
    const { provesPoint, provesComma } = one.found;
    return decimalMark === ',' ? provesComma > 0 && provesPoint === 0 : provesPoint > 0 && provesComma === 0;
  });
}
