import {
  type Market,
  type PolicyDocument,
  type PolicyRow,
  type SkuSummary,
  skuKey,
} from '../../lib/domain/index.ts';
import { summariseSku } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import {
  amountCell,
  type ControlTable,
  type ExportCell,
  type ExportFile,
  type ForecastTable,
  type PolicyTable,
  pagesOf,
  priceCell,
  readControls,
  type TakenColumn,
  writeRows,
} from '../../lib/stores/index.ts';
import type { ExportTask } from './export-task.ts';

export type PolicySources = {
  policies: Pick<PolicyTable, 'query'>;
  forecasts: Pick<ForecastTable, 'getAll'>;
  controls: Pick<ControlTable, 'get'>;
};

/** Write the policies that hold now: a row for each SKU, with what the worklist says of it. */
export async function writePolicies(
  { policies, forecasts, controls }: PolicySources,
  { merchant, market, asked, directory }: ExportTask,
): Promise<ExportFile> {
  const { pk } = skuKey(merchant, market.market, '');
  const context = {
    ...(await readControls(controls, merchant, market.market)),
    ...{ market: market.market, query: {}, guardPrice },
    // made again, the file says the same
    now: asked.requestedAt,
  };
  const shown = async function* () {
    for await (const page of pagesOf(policies, pk)) {
      const ahead = await forecasts.getAll(
        pk,
        page.map(({ sk }) => sk),
      );
      for (const { sk, value: policy, numbers } of page) {
        const parts = { policy, forecast: ahead.get(sk), riskMinor: numbers?.risk };
        yield { policy, market, summary: summariseSku(sk, parts, context) };
      }
    }
  };
  return writeRows({ sources: shown(), columns: policyColumns, format: asked.format, directory });
}

type Shown = { policy: PolicyDocument; market: Market; summary: SkuSummary };

const ofReady =
  (take: (policy: PolicyRow) => ExportCell) =>
  ({ policy }: Shown): ExportCell =>
    policy.kind === 'ready' ? take(policy) : null;

const micros = (value: number | null | undefined) =>
  value == null ? undefined : priceCell({ micros: value });

/** The columns of `policies`; units, unless a name says otherwise. */
export const policyColumns: readonly TakenColumn<Shown>[] = [
  ['sku', 'text', ({ summary }) => summary.sku],
  ['name', 'text', ({ summary }) => summary.name],
  ['state', 'text', ({ summary }) => summary.kind],
  ['missing', 'text', ({ summary }) => summary.missing.join('; ') || null],
  ['money_at_risk', 'amount', ({ summary }) => amountCell(summary.moneyAtRisk)],
  ['price', 'price', ({ summary }) => priceCell(summary.price)],
  ['proposed_price', 'price', ({ summary }) => priceCell(summary.proposedPrice)],
  ['floor_price', 'price', ofReady(({ limits }) => micros(limits.floorMicros))],
  ['ceiling_price', 'price', ofReady(({ limits }) => micros(limits.ceilingMicros))],
  ['currency', 'text', ({ policy }) => policy.currency],
  ['order_units', 'number', ({ summary }) => summary.orderUnits],
  ['on_hand', 'number', ({ summary }) => summary.onHand],
  ['on_order', 'number', ({ policy }) => policy.lastKnown.onOrder],
  ['stock_as_of', 'date', ofReady(({ lastKnown }) => lastKnown.stockAsOf)],
  ['location', 'text', ({ market }) => market.location],
  ['reorder_point', 'number', ofReady(({ replenishment }) => replenishment.reorderPoint)],
  ['order_up_to', 'number', ofReady(({ replenishment }) => replenishment.orderUpTo)],
  ['safety_stock', 'number', ofReady(({ replenishment }) => replenishment.safetyStock)],
  ['minimum_order', 'number', ofReady(({ replenishment }) => replenishment.minimumOrderUnits)],
  ['pack_size', 'number', ofReady(({ replenishment }) => replenishment.packSize)],
  ['service_level', 'number', ofReady(({ replenishment }) => replenishment.serviceLevel)],
  ['lead_time_days', 'number', ofReady(({ replenishment }) => replenishment.leadTime.meanDays)],
  ['review_days', 'count', ofReady(({ replenishment }) => replenishment.reviewDays)],
  ['supplier', 'text', ofReady(({ replenishment }) => replenishment.supplier)],
  ['demand_per_day', 'number', ofReady(({ replenishment }) => replenishment.dailyDemand)],
  ['days_of_cover', 'number', ({ summary }) => summary.daysOfCover],
  ['stock_out_date', 'date', ofReady(({ replenishment }) => replenishment.stockOutDate)],
  ['latest_order_date', 'date', ofReady(({ replenishment }) => replenishment.latestOrderDate)],
  ['next_28_days_p10', 'number', ({ summary }) => summary.next28Days?.p10],
  ['next_28_days_p50', 'number', ({ summary }) => summary.next28Days?.p50],
  ['next_28_days_p90', 'number', ({ summary }) => summary.next28Days?.p90],
  ['gain_per_day', 'amount', ofReady((policy) => gain(policy, policy.gainPerDay.meanMinor))],
  ['gain_per_day_lower', 'amount', ofReady((policy) => gain(policy, policy.gainPerDay.lowerMinor))],
  ['gain_per_day_upper', 'amount', ofReady((policy) => gain(policy, policy.gainPerDay.upperMinor))],
  ['elasticity', 'number', ofReady(({ demand }) => demand.elasticity)],
  ['elasticity_standard_error', 'number', ofReady(({ demand }) => demand.elasticityStandardError)],
  ['evidence_weeks', 'count', ofReady(({ evidence }) => evidence.weeks)],
  ['price_moves', 'count', ofReady(({ evidence }) => evidence.priceMoves)],
  ['outcomes', 'count', ofReady(({ evidence }) => evidence.outcomes)],
  ['automatic_orders', 'text', ofReady(({ gate }) => gate?.orders ?? gate?.level)],
  ['automatic_prices', 'text', ofReady(({ gate }) => gate?.prices ?? gate?.level)],
  ['valid_until', 'instant', ofReady(({ validUntil }) => validUntil)],
  ['policy_version', 'text', ofReady(({ policyVersion }) => policyVersion)],
  ['as_of', 'date', ({ policy }) => policy.asOf],
  ['run', 'text', ({ policy }) => policy.runId],
];

const gain = ({ currency }: PolicyRow, minor: number) => amountCell({ minor, currency });
