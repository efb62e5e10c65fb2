import type { MarketHealth } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { FigureTable } from '../chart/figure-table.tsx';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import { type NightLine, NightsPicture } from './nights-picture.tsx';

type Night = MarketHealth['forecasts']['accuracy'][number];
type Row = Night['horizons'][number] & { asOf: string };

/** What the lines of one picture are told apart by. */
const inks = ['observed', 'forecast', 'mean', 'changed'] as const;

/** How far totals were off, night by night and by days ahead: a picture from two nights on, with its table behind it. */
export function AccuracyNights({ nights, market }: { nights: readonly Night[]; market: HomedMarket }) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.trust.accuracy;
  const figures = figuresOf(nights, language);
  const [newest] = nights;
  if (newest === undefined || nights.length < 2) return <FigureTable figures={figures} />;
  const ahead = [...new Set(nights.flatMap(({ horizons }) => horizons.map(({ days }) => days)))].sort(
    (one, other) => one - other,
  );
  const lines = ahead.slice(0, inks.length).map(
    (days, place): NightLine => ({
      name: say(told.line, { days: format.units(days) }),
      ink: inks[place] ?? 'observed',
      of: new Map(
        nights.map(({ asOf, horizons }) => [
          asOf,
          horizons.find((one) => one.days === days)?.totalsWape ?? null,
        ]),
      ),
    }),
  );
  return (
    <NightsPicture
      title={told.picture}
      description={say(told.described, { nights: format.units(nights.length) })}
      lines={lines}
      value={format.share}
      file={fileName(market.market, 'accuracy', newest.asOf)}
      figures={figures}
    />
  );
}

function figuresOf(nights: readonly Night[], language: Language): Figures<Row> {
  const columns = columnsOf(language);
  const told = language.words.trust.accuracy;
  return {
    caption: told.picture,
    columns: [
      columns.day(told.night, ({ asOf }) => asOf),
      columns.count(told.ahead, ({ days }) => days),
      columns.share(told.error, ({ totalsWape }) => totalsWape),
      columns.change(told.bias, ({ bias }) => bias),
      columns.share(told.coverage, ({ coverage80 }) => coverage80),
    ],
    rows: nights.flatMap(({ asOf, horizons }) => horizons.map((one) => ({ asOf, ...one }))),
  };
}
