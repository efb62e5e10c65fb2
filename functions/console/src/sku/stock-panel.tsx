import { useMemo } from 'preact/hooks';
import { joinSentences } from '../../../../lib/charts/join-sentences.ts';
import { dateOfDay } from '../../../../lib/domain/calendar.ts';
import type { SkuDetail, WhatIfAnswer } from '../../../../lib/domain/index.ts';
import { ChartFrame } from '../chart/chart-frame.tsx';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import { TimeChart } from '../time-chart/time-chart.tsx';
import { daysSvg } from './days-svg.ts';
import type { SkuPlace } from './sku-place.ts';
import { type OnHand, type Projection, runsOutOn, type StockDay, stockDays } from './stock-days.ts';
import { plottedStock } from './stock-plot.ts';

type Props = { of: SkuPlace; detail: SkuDetail; answer: WhatIfAnswer; isChanged: boolean };

/** How long the stock lasts: what is on hand and what comes in against what is expected to be sold. */
export function StockPanel({ of, detail, answer, isChanged }: Props) {
  const { words } = useLanguage();
  const told = words.sku.stock;
  const { projection } = answer;
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <StockSentence detail={detail} answer={answer} />
      {projection !== null && (
        <StockChart of={of} projection={projection} answer={answer} isChanged={isChanged} />
      )}
    </section>
  );
}

/** The same in sentences: what is there and how long it covers demand, what comes next, when it runs out, and by when to order. */
function StockSentence({ detail, answer: { replenishment, projection } }: Pick<Props, 'detail' | 'answer'>) {
  const { words, say, format } = useLanguage();
  const told = words.sku.stock;
  const { stock } = detail;
  if (stock === null) return <p class="alert">{told.unknown}</p>;
  const { onHand, onOrder } = stock;
  const perDay = replenishment?.planned.dailyDemand ?? 0;
  const daysOf = (units: number) => format.units(Math.max(0, units) / perDay);
  const latest = replenishment?.planned.latestOrderDate ?? null;
  const sentences = [
    say(told.now, { onHand: format.units(onHand), onOrder: format.units(onOrder) }),
    ...(perDay > 0 ? [say(told.cover, { onHand: daysOf(onHand), position: daysOf(onHand + onOrder) })] : []),
    ...(projection === null ? [] : courseInWords(projection, { words, say, format })),
    ...(latest === null ? [] : [say(told.orderBy, { day: format.day(latest) })]),
  ];
  return <p>{joinSentences(sentences)}</p>;
}

/** Say where the stock goes if nothing more is ordered, as the chart draws it. */
function courseInWords(
  projection: Projection,
  { words, say, format }: Pick<Language, 'words' | 'say' | 'format'>,
): string[] {
  const told = words.sku.stock;
  const { onHand, planned } = projection;
  const [next] = planned.arrivals;
  const out = runsOutOn(projection, planned);
  const comes = next && say(told.comes, { units: format.units(next.units), day: format.day(next.date) });
  const goes = out === null ? told.lasts : say(told.runsOut, { day: format.day(out) });
  if (onHand > 0) return comes === undefined ? [goes] : [goes, comes];
  return comes === undefined ? [told.isOut] : [told.isOut, comes, goes];
}

type ChartProps = Omit<Props, 'detail'> & { projection: Projection };

function StockChart({ of: { market, sku }, projection, answer, isChanged }: ChartProps) {
  const language = useLanguage();
  const { words, say } = language;
  const told = words.sku.stock;
  const { replenishment } = answer;
  const days = useMemo(() => stockDays(projection, isChanged), [projection, isChanged]);
  const plotted = useMemo(
    () => plottedStock(days, { projection, replenishment, speech: language }),
    [days, language],
  );
  const first = days[0]?.day ?? 0;
  return (
    <ChartFrame
      file={fileName(market.market, 'stock', sku, projection.from)}
      figures={stockFigures(days, language)}
      svg={() => daysSvg(plotted, { title: say(told.label, { sku }), subtitle: '', speech: language })}
    >
      <TimeChart
        label={say(told.label, { sku })}
        plotted={plotted}
        start={first}
        tell={(day) => tellStock(days[Math.round(day) - first], language)}
      />
    </ChartFrame>
  );
}

/** Say what is expected of a day in one line. */
function tellStock(known: StockDay | undefined, { words, say, format }: Language): string {
  const told = words.sku.stock;
  if (known === undefined) return '';
  const range = ({ p10, p50, p90 }: OnHand) => ({
    ...{ middle: format.units(p50), low: format.units(p10), high: format.units(p90) },
  });
  const parts = [
    known.planned && say(told.reading, range(known.planned)),
    known.ordered && say(told.readingOrdered, range(known.ordered)),
    known.changed && say(told.readingChanged, range(known.changed)),
    known.arriving > 0 ? say(told.arrives, { units: format.units(known.arriving) }) : undefined,
  ];
  const what = parts.filter((part) => part !== undefined).join(' · ');
  return say(words.sku.fan.reading, { day: format.weekday(dateOfDay(known.day)), what });
}

function stockFigures(days: readonly StockDay[], speech: Language): Figures<StockDay> {
  const told = speech.words.sku.stock;
  const column = columnsOf(speech);
  const of = (which: 'planned' | 'ordered' | 'changed', name: string) =>
    days.some((day) => day[which] !== undefined)
      ? [
          column.count<StockDay>(`${name} P10`, (day) => day[which]?.p10),
          column.count<StockDay>(`${name} P50`, (day) => day[which]?.p50),
          column.count<StockDay>(`${name} P90`, (day) => day[which]?.p90),
        ]
      : [];
  return {
    caption: told.caption,
    columns: [
      column.day<StockDay>(speech.words.sku.fan.day, ({ day }) => dateOfDay(day)),
      ...of('planned', told.planned),
      ...of('ordered', told.ordered),
      ...of('changed', told.changed),
      column.count<StockDay>(told.arrival, ({ arriving }) => arriving),
    ],
    rows: days,
  };
}
