import { useMemo, useState } from 'preact/hooks';
import { dayNumber } from '../../../../lib/domain/calendar.ts';
import type { WhatIfAnswer } from '../../../../lib/domain/index.ts';
import { ChartFrame } from '../chart/chart-frame.tsx';
import { useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import { TimeChart } from '../time-chart/time-chart.tsx';
import { daysSvg } from './days-svg.ts';
import { fanDays, type ReadyForecast } from './fan-days.ts';
import { plottedFan } from './fan-plot.ts';
import { fanFigures, tellDay } from './fan-words.ts';
import type { SkuPlace } from './sku-place.ts';

/** Days of history that a person may look at. */
const windows = [28, 56, 182] as const;

type Props = {
  of: SkuPlace;
  forecast: ReadyForecast;
  /** What a person tries, where that changes demand. */
  tried: WhatIfAnswer | undefined;
};

/** What was sold and what is expected, as a fan, with all that moved it; and which model says so, and why. */
export function FanPanel({ of: { market, sku }, forecast, tried }: Props) {
  const language = useLanguage();
  const { words, say, format } = language;
  const [historyDays, setHistoryDays] = useState<number>(windows[1]);
  const { currency } = market;
  const days = useMemo(() => fanDays(forecast, tried?.changed), [forecast, tried]);
  const plotted = useMemo(
    () => plottedFan(forecast, days, { currency, historyDays, speech: language }),
    [forecast, days, historyDays, language],
  );
  const first = days[0]?.day ?? 0;
  const tell = (day: number) => tellDay(days[Math.round(day) - first], currency, language);
  const told = words.sku.fan;
  const by = say(words.stock.model, {
    ...{ model: forecast.model, day: format.day(forecast.asOf), reason: forecast.reason },
  });
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <fieldset class="filter">
        <legend class="unseen">{told.window}</legend>
        {windows.map((many) => (
          <button
            key={many}
            type="button"
            aria-pressed={many === historyDays}
            onClick={() => setHistoryDays(many)}
          >
            {say(told.weeks, { count: format.units(many / 7) })}
          </button>
        ))}
      </fieldset>
      <ChartFrame
        file={fileName(market.market, 'forecast', sku, forecast.asOf)}
        figures={fanFigures(days, currency, language)}
        svg={() => daysSvg(plotted, { title: say(told.label, { sku }), subtitle: by, speech: language })}
      >
        <TimeChart
          label={say(told.label, { sku })}
          plotted={plotted}
          start={dayNumber(forecast.asOf) + 1}
          tell={tell}
        />
      </ChartFrame>
      <p class="quiet">{by}</p>
      {forecast.warnings.map((warning) => (
        <p key={warning} class="quiet">
          {warning}
        </p>
      ))}
    </section>
  );
}
