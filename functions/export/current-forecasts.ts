import {
  type AdjustmentsDocument,
  addDays,
  type ForecastDocument,
  type ForecastView,
  skuKey,
  viewAdjustments,
} from '../../lib/domain/index.ts';
import { adjustForecast } from '../../lib/forecasting/index.ts';
import { knownUntil, todayIn } from '../../lib/runtime/index.ts';
import {
  type AdjustmentTable,
  type ExportCell,
  type ExportFile,
  type ForecastTable,
  pagesOf,
  type TakenColumn,
  writeRows,
} from '../../lib/stores/index.ts';
import type { ExportTask } from './export-task.ts';

export type ForecastSources = {
  forecasts: Pick<ForecastTable, 'query'>;
  adjustments: Pick<AdjustmentTable, 'getAll'>;
};

/** Write the forecasts that hold now: a row for each SKU and day, and one for each SKU that has none, with what is missing. */
export async function writeCurrentForecasts(
  { forecasts, adjustments }: ForecastSources,
  { merchant, market, asked, directory }: ExportTask,
): Promise<ExportFile> {
  const { pk } = skuKey(merchant, market.market, '');
  const today = todayIn(market.timeZone, asked.requestedAt);
  const views = async function* () {
    for await (const page of pagesOf(forecasts, pk)) {
      const edited = await adjustments.getAll(
        pk,
        page.map(({ sk }) => sk),
      );
      for (const { sk, value } of page) yield { sku: sk, view: viewOf(value, sk, edited.get(sk), today) };
    }
  };
  return writeRows({
    sources: views(),
    columns: forecastColumns,
    lists: LISTS,
    ...{ format: asked.format, directory },
  });
}

type Shown = { sku: string; view: ForecastView };

function viewOf(
  forecast: ForecastDocument,
  sku: string,
  edited: AdjustmentsDocument | undefined,
  today: string,
): ForecastView {
  const { adjustments } = viewAdjustments(edited, sku, knownUntil(forecast.asOf, today));
  return adjustForecast(forecast, adjustments);
}

type Ready = Extract<ForecastView, { kind: 'ready' }>;
const ofReady =
  (take: (view: Ready) => ExportCell) =>
  ({ view }: Shown): ExportCell =>
    view.kind === 'ready' ? take(view) : null;
/** A list of days; a SKU without a forecast has one row, without a day. */
const daily =
  (take: (view: Ready) => readonly (string | number)[] | undefined) =>
  ({ view }: Shown): ExportCell =>
    (view.kind === 'ready' ? take(view) : undefined) ?? [null];

/** The columns of `forecasts`; units a day. */
export const forecastColumns: readonly TakenColumn<Shown>[] = [
  ['sku', 'text', ({ sku }) => sku],
  ['date', 'date', daily(({ asOf, mean }) => mean.map((_, day) => addDays(asOf, day + 1)))],
  ['mean', 'number', daily(({ mean }) => mean)],
  ['p10', 'number', daily(({ p10 }) => p10)],
  ['p50', 'number', daily(({ p50 }) => p50)],
  ['p90', 'number', daily(({ p90 }) => p90)],
  ['adjusted_mean', 'number', daily(({ adjusted }) => adjusted?.mean)],
  ['adjusted_p10', 'number', daily(({ adjusted }) => adjusted?.p10)],
  ['adjusted_p50', 'number', daily(({ adjusted }) => adjusted?.p50)],
  ['adjusted_p90', 'number', daily(({ adjusted }) => adjusted?.p90)],
  ['level', 'number', daily(({ parts }) => parts?.level)],
  ['trend', 'number', daily(({ parts }) => parts?.trend)],
  ['season', 'number', daily(({ parts }) => parts?.season)],
  ['events', 'number', daily(({ parts }) => parts?.events)],
  ['model', 'text', ofReady(({ model }) => model)],
  ['state', 'text', ({ view }) => view.kind],
  ['missing', 'text', ({ view }) => (view.kind === 'insufficientData' ? view.missing.join('; ') : null)],
  ['as_of', 'date', ({ view }) => view.asOf],
  ['run', 'text', ({ view }) => view.runId],
];

const LISTS = forecastColumns.slice(1, 14).map(([name]) => name);
