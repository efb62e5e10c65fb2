import { effectChart } from '../../../../lib/charts/index.ts';
import type { ExperimentView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { type Column, columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import { lessIsBetter, metricWriting } from './metric-words.ts';
import { verdictInWords } from './verdict-words.ts';

type Look = ExperimentView['looks'][number];

/** The effect look by look, with the interval that holds at all of them at once. */
export function EffectPicture({ test, market }: { test: ExperimentView; market: HomedMarket }) {
  const language = useLanguage();
  const told = language.words.experiments;
  const { looks, metric, minimalEffect, start, end } = test;
  const newest = looks.at(-1);
  const { change } = metricWriting(metric, test.currency ?? '', language);
  const plotted = {
    ...{ minimalEffect, start, end, isLessBetter: lessIsBetter(metric) },
    looks: looks.map(({ asOf, effect, interval }) => ({ asOf, effect, ...interval })),
  };
  const spoken = {
    ...{ title: told.overTime, nothing: told.noEffectYet, write: change, legend: told.legend },
    subtitle: newest === undefined ? '' : verdictInWords(newest, test, language),
  };
  return (
    <Picture
      draw={(options) => effectChart(plotted, { ...options, ...spoken })}
      file={fileName(market.market, 'experiment', test.id, newest?.asOf)}
      figures={looksAsFigures(test, language)}
    />
  );
}

function looksAsFigures({ looks, metric, currency }: ExperimentView, language: Language): Figures<Look> {
  const told = language.words.experiments;
  const columns = columnsOf(language);
  const { unit, typed, change, level } = metricWriting(metric, currency ?? '', language);
  const inMetric = (
    name: string,
    of: (look: Look) => number | null,
    write: (stored: number) => string = change,
  ): Column<Look> => {
    const plain = columns.decimal<Look>(name, (look) => {
      const stored = of(look);
      return stored === null ? null : Number(typed(stored).toFixed(6));
    });
    return { ...plain, unit, shown: (look) => ifTold(of(look), write) };
  };
  return {
    caption: told.overTime,
    columns: [
      columns.day(told.day, ({ asOf }) => asOf),
      columns.count(told.wholeWeeks, ({ weeks }) => weeks),
      inMetric(told.effect, ({ effect }) => effect),
      inMetric(told.lower, ({ interval }) => interval.lower),
      inMetric(told.upper, ({ interval }) => interval.upper),
      inMetric(told.withAi, ({ means }) => means.ai, level),
      inMetric(told.withPeople, ({ means }) => means.human, level),
      columns.words(told.verdict, ({ verdict }) => told.verdictNames[verdict]),
    ],
    rows: looks.toReversed(),
  };
}

const ifTold = (value: number | null, write: (value: number) => string) =>
  value === null ? '–' : write(value);
