import { type Decision, skuKey } from '../../lib/domain/index.ts';
import {
  amountCell,
  type DecisionTable,
  type ExportFile,
  pagesOf,
  priceCell,
  type TakenColumn,
  writeRows,
} from '../../lib/stores/index.ts';
import type { ExportTask } from './export-task.ts';

export type DecisionSources = { decisions: Pick<DecisionTable, 'query'> };

/** Write the open decision of each SKU. */
export async function writeDecisions(
  { decisions }: DecisionSources,
  { merchant, market, asked, directory }: ExportTask,
): Promise<ExportFile> {
  const stored = async function* () {
    for await (const page of pagesOf(decisions, skuKey(merchant, market.market, '').pk))
      for (const { value } of page) yield value;
  };
  return writeRows({ sources: stored(), columns: decisionColumns, format: asked.format, directory });
}

/** The columns of `decisions`. */
export const decisionColumns: readonly TakenColumn<Decision>[] = [
  ['decision', 'text', ({ decision }) => decision],
  ['sku', 'text', ({ sku }) => sku],
  ['state', 'text', ({ state }) => state],
  ['price', 'price', ({ price }) => priceCell(price)],
  ['current_price', 'price', ({ currentPrice }) => priceCell(currentPrice)],
  ['currency', 'text', ({ price }) => price.currency],
  ['order_units', 'number', ({ orderUnits }) => orderUnits],
  ['expected_gain_per_day', 'amount', ({ expectedGainPerDay }) => amountCell(expectedGainPerDay)],
  ['policy_version', 'text', ({ policyVersion }) => policyVersion],
  ['as_of', 'date', ({ asOf }) => asOf],
  ['run', 'text', ({ runId }) => runId],
];
