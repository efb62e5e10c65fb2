import { cohortChart } from '../../../../lib/charts/index.ts';
import type { Cohorts } from '../../../../lib/domain/index.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import type { Part } from './analysis-page.tsx';

/** Who comes back after a first order. */
export function Loyalty({ analysis: { asOf, cohorts }, market }: Part) {
  const language = useLanguage();
  const told = language.words.market.loyalty;
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {cohorts === undefined || cohorts.cohorts.length === 0 ? (
        <p class="quiet">{told.none}</p>
      ) : (
        <Picture
          draw={(options) => cohortChart(cohorts, { ...options, title: told.picture })}
          file={fileName(market.market, 'cohorts', asOf)}
          figures={firstMonths(cohorts.cohorts, language)}
        />
      )}
    </section>
  );
}

type Cohort = Cohorts['cohorts'][number];

/** A row for the buyers of each first month, a column for each month since. */
function firstMonths(cohorts: readonly Cohort[], language: Language): Figures<Cohort> {
  const columns = columnsOf(language);
  const told = language.words.market.loyalty;
  const months = Math.max(...cohorts.map(({ retained }) => retained.length)) - 1;
  return {
    caption: told.caption,
    columns: [
      columns.month(told.firstOrder, ({ month }) => month),
      columns.count(told.buyers, ({ buyers }) => buyers),
      ...Array.from({ length: months }, (_, place) =>
        columns.share<Cohort>(
          language.say(told.monthsSince, { months: place + 1 }),
          ({ retained }) => retained[place + 1],
        ),
      ),
    ],
    rows: cohorts,
  };
}
