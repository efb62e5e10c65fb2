import { writeFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { seriesChart } from '../../lib/charts/index.ts';
import { AppError, InputError } from '../../lib/domain/index.ts';
import { forecast, quantileForecast } from '../../lib/forecasting/index.ts';
import { type ForecastReport, reportJson, reportText } from './forecast/forecast-report.ts';
import { counted, type PlainSeries, plainSeries } from './forecast/plain-series.ts';
import { readRecords } from './forecast/read-records.ts';
import { readSettings, type Settings, USAGE } from './forecast/settings.ts';
import { usualSteps } from './forecast/time-step.ts';

/** Names of series that an error lists. */
const MOST_NAMES = 8;

/**
 * Forecast the series of a CSV file, draw each as an SVG file beside it, and say what came out.
 *
 * @param words - the command line, without node and script
 * @returns what is to be printed: a table a series, or JSON, or the usage
 * @throws InputError, in one line, for words that don't fit and for a file that cannot be read as a series
 */
export async function forecastFile(words: readonly string[]): Promise<string> {
  const settings = readSettings(words);
  if (settings === null) return USAGE;
  const found = plainSeries(await readRecords(settings.file), settings);
  const chosen = chooseSeries(found, settings);
  const reports = chosen.map((series) => reportOf(series, settings, chosen.length > 1));
  for (const report of reports) await draw(report);
  return settings.asJson
    ? JSON.stringify(reports.map(reportJson), null, 2)
    : reports.map(reportText).join('\n\n');
}

function chooseSeries(found: readonly PlainSeries[], { series, file }: Settings): readonly PlainSeries[] {
  if (series === 'all' || (series === null && found.length === 1)) return found;
  const names = found.slice(0, MOST_NAMES).map(({ id }) => id);
  const listed = `${names.join(', ')}${found.length > names.length ? ' …' : ''}`;
  if (series === null)
    throw new InputError(
      `${file} holds ${found.length} series (${listed}): name one by --series, or --series all`,
    );
  const named = found.filter(({ id }) => id === series);
  if (named.length === 0) throw new InputError(`${file} holds no series ${series}: it holds ${listed}`);
  return named;
}

function reportOf(series: PlainSeries, settings: Settings, isOneOfMany: boolean): ForecastReport {
  const { values, calendar, id } = series;
  const usual = usualSteps[calendar?.step.name ?? 'step'];
  const { period = usual.period, horizon = usual.horizon } = withoutNulls(settings);
  const title = id ?? basename(settings.file);
  const answer = orNamed(title, () =>
    forecast(values, { period, horizon, levels: settings.levels, model: settings.model }),
  );
  return {
    series,
    title,
    period,
    steps: answer.mean.map((_, i) =>
      calendar ? calendar.step.labelOf(calendar.first + values.length + i) : String(values.length + i + 1),
    ),
    p10: quantileForecast(answer.distribution, 0.1),
    p90: quantileForecast(answer.distribution, 0.9),
    forecast: answer,
    picture: pictureOf(settings, isOneOfMany ? id : null),
  };
}

function withoutNulls({ period, horizon }: Settings): { period?: number; horizon?: number } {
  return { ...(period === null ? {} : { period }), ...(horizon === null ? {} : { horizon }) };
}

function orNamed<T>(title: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${title}: ${error.message}`, { cause: error });
  }
}

/** Beside the file and named as it; one of many carries its own name too. */
function pictureOf({ file, out }: Settings, id: string | null): string {
  const whole = resolve(out ?? file);
  const stem = whole.slice(0, whole.length - extname(whole).length);
  const suffix = id === null ? '' : `-${id.replaceAll(/[^\p{L}\p{N}._-]/gu, encodeURIComponent)}`;
  return `${stem}${suffix}${out === null ? '.svg' : extname(whole)}`;
}

async function draw(report: ForecastReport): Promise<void> {
  const { series, forecast: answer, title, picture, period } = report;
  const { calendar, values } = series;
  const svg = seriesChart(
    {
      values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      mean: answer.mean,
      median: answer.median,
      intervals: answer.intervals,
      dates: calendar
        ? Array.from({ length: values.length + answer.mean.length }, (_, i) =>
            calendar.step.dateOf(calendar.first + i),
          )
        : null,
    },
    {
      title: `Forecast of ${title} by ${answer.model}`,
      subtitle: `${counted(answer.mean.length, calendar?.step.name ?? 'step')} ahead, ${period >= 2 ? `season ${period}` : 'no season'}, ${values.length} values seen`,
      valueLabel: calendar ? `${series.valueName} a ${calendar.step.name}` : series.valueName,
    },
  );
  await writeFile(picture, svg).catch((error: unknown) => {
    throw new InputError(`cannot write ${picture}: ${String(error)}`, { cause: error });
  });
}

if (import.meta.main) {
  try {
    console.log(await forecastFile(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
