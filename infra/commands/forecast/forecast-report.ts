import type { ChosenForecast } from '../../../lib/forecasting/index.ts';
import { counted, type PlainSeries } from './plain-series.ts';

/** A forecast of one series with all that the command says of it. */
export type ForecastReport = {
  series: PlainSeries;
  title: string;
  period: number;
  /** The steps ahead, as people write them. */
  steps: string[];
  p10: number[];
  p90: number[];
  forecast: ChosenForecast;
  /** Where it is drawn. */
  picture: string;
};

/** Say a forecast in words and a table, as the command prints it. */
export function reportText(report: ForecastReport): string {
  const { series, forecast, picture } = report;
  const warnings = [...series.notes, ...forecast.warnings];
  return [
    `${report.title}: ${historyText(report)}`,
    `model     ${forecast.model}`,
    `why       ${forecast.reason}`,
    `backtest  ${backtestText(forecast)}`,
    ...warnings.map((warning, i) => `${i === 0 ? 'warnings  ' : '          '}${warning}`),
    '',
    ...tableLines(report),
    '',
    `drawn in ${picture}`,
  ].join('\n');
}

/** The same as plain JSON. */
export function reportJson({ series, period, steps, p10, p90, forecast, picture }: ForecastReport) {
  const { model, reason, mean, median, intervals, backtest = null, candidates, warnings, seed } = forecast;
  return {
    series: series.id,
    values: series.values.length,
    period,
    step: series.calendar?.step.name ?? null,
    steps,
    mean,
    p10,
    p50: median,
    p90,
    intervals,
    model,
    reason,
    backtest,
    candidates,
    warnings: [...series.notes, ...warnings],
    seed,
    picture,
  };
}

function historyText({ series: { values, calendar, valueName }, period }: ForecastReport): string {
  const season = period >= 2 ? `season ${period}` : 'no season';
  const unseen = values.filter(Number.isNaN).length;
  const gaps = unseen > 0 ? `, ${unseen} of them not observed` : '';
  if (!calendar) return `${counted(values.length, 'value')} of ${valueName}${gaps}, ${season}`;
  const { step, first } = calendar;
  const span = `${step.labelOf(first)} to ${step.labelOf(first + values.length - 1)}`;
  return `${counted(values.length, step.name)} of ${valueName}, ${span}${gaps}, ${season}`;
}

function backtestText({ backtest, candidates }: ChosenForecast): string {
  if (!backtest) return 'the history is too short for one';
  const naive = candidates.find(({ model }) => model === 'seasonalNaive')?.scores;
  const score = (name: string, own: number | null, other: number | null | undefined) =>
    own === null
      ? []
      : [`${name} ${own.toFixed(2)}${other == null ? '' : ` (seasonal naive ${other.toFixed(2)})`}`];
  const covered =
    backtest.coverage80 === null ? [] : [`P10 to P90 held ${Math.round(100 * backtest.coverage80)} %`];
  return [
    `${counted(backtest.folds, 'origin')} in the past`,
    ...score('MASE', backtest.mase, naive?.mase),
    ...score('pinball loss', backtest.pinball, naive?.pinball),
    ...covered,
  ].join(', ');
}

function tableLines({ steps, p10, p90, forecast }: ForecastReport): string[] {
  const write = numberWriter([...p10, ...p90, ...forecast.mean]);
  const header = ['step', 'mean', 'P10', 'P50', 'P90'];
  const rows = steps.map((step, i) => [
    step,
    ...[forecast.mean, p10, forecast.median, p90].map((column) => write(column[i] ?? Number.NaN)),
  ]);
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 3),
      )
      .join(''),
  );
}

/** Write numbers with about three digits that matter, alike in one table. */
function numberWriter(values: readonly number[]): (value: number) => string {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest > 0 && (largest >= 1e9 || largest < 1e-3)) return (value) => value.toPrecision(4);
  const digits = largest === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(largest)));
  return (value) => value.toFixed(digits);
}
