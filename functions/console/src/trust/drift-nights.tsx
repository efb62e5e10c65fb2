import type { MarketHealth } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import { NightsPicture } from './nights-picture.tsx';

type Night = MarketHealth['drift']['nights'][number];
type Props = { nights: readonly Night[]; newest: string; market: HomedMarket };

/** How many alarms of drift were raised and stood, night by night. */
export function DriftNights({ nights, newest, market }: Props) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.trust.drift;
  const line = (of: (night: Night) => number) => new Map(nights.map((night) => [night.asOf, of(night)]));
  return (
    <NightsPicture
      title={told.picture}
      description={say(told.described, { nights: format.units(nights.length) })}
      lines={[
        { name: told.standing, ink: 'observed', of: line(({ standing }) => standing) },
        { name: told.raised, ink: 'price', of: line(({ raised }) => raised) },
      ]}
      value={format.units}
      file={fileName(market.market, 'drift', newest)}
      figures={figuresOf(nights, language)}
    />
  );
}

function figuresOf(nights: readonly Night[], language: Language): Figures<Night> {
  const columns = columnsOf(language);
  const told = language.words.trust.drift;
  return {
    caption: told.picture,
    columns: [
      columns.day(language.words.trust.accuracy.night, ({ asOf }) => asOf),
      columns.count(told.tested, ({ tested }) => tested),
      columns.count(told.raised, ({ raised }) => raised),
      columns.count(told.ended, ({ ended }) => ended),
      columns.count(told.standing, ({ standing }) => standing),
    ],
    rows: nights.toReversed(),
  };
}
