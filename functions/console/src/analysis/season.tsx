import { seasonChart } from '../../../../lib/charts/index.ts';
import type { Season as SeasonOf } from '../../../../lib/domain/index.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import type { Part } from './analysis-page.tsx';

/** When in the year the market buys. */
export function Season({ analysis: { asOf, season }, market }: Part) {
  const language = useLanguage();
  const { words, say } = language;
  const told = words.market.season;
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {season === undefined ? (
        <p class="quiet">{told.next}</p>
      ) : season.kind === 'tooShort' ? (
        <p>{say(told.tooShort, { detail: season.detail })}</p>
      ) : (
        <Picture
          draw={(options) => seasonChart(season, options)}
          file={fileName(market.market, 'season', asOf)}
          figures={monthsOf(season, language)}
        />
      )}
    </section>
  );
}

/** Any year: months alone are named. */
const YEAR = 2001;

type Month = { month: string; change: number | null; low: number | null; high: number | null };

function monthsOf(season: Exclude<SeasonOf, { kind: 'tooShort' }>, language: Language): Figures<Month> {
  const columns = columnsOf(language);
  const told = language.words.market.season;
  const bounds = season.kind === 'measured';
  const monthName = (month: string) => language.format.monthName(month);
  return {
    caption: told.caption,
    columns: [
      columns.words(language.words.market.month, ({ month }) => monthName(month)),
      columns.change(told.change, ({ change }) => change),
      ...(bounds
        ? [
            columns.change<Month>(told.atLeast, ({ low }) => low),
            columns.change<Month>(told.atMost, ({ high }) => high),
          ]
        : []),
    ],
    rows: season.indices.map((index, place) => {
      const month = `${YEAR}-${String(place + 1).padStart(2, '0')}`;
      if (index === null || typeof index === 'number')
        return { month, change: index === null ? null : index - 1, low: null, high: null };
      return { month, change: index.value - 1, low: index.low - 1, high: index.high - 1 };
    }),
  };
}
