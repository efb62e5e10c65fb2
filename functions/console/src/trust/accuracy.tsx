import type { MarketHealth } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { sentence } from '../sentence.ts';
import { AccuracyNights } from './accuracy-nights.tsx';

type Props = { health: MarketHealth; market: HomedMarket };

/** How the forecasts met what came, night by night, the newest first; and the SKUs that were off by most money. */
export function Accuracy({ health: { forecasts, data }, market }: Props) {
  const { words, say, format } = useLanguage();
  const told = words.trust.accuracy;
  const nights = forecasts.accuracy.toReversed();
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      {data.newestOrder !== null && (
        <p class="quiet">{say(told.newest, { day: format.day(data.newestOrder) })}</p>
      )}
      {nights.length === 0 ? (
        <p>{forecasts.reason === null ? told.none : sentence(forecasts.reason)}</p>
      ) : (
        <AccuracyNights nights={nights} market={market} />
      )}
      {forecasts.worst.length > 0 && (
        <details>
          <summary>{told.worst}</summary>
          <ul class="reasons">
            {forecasts.worst.map(({ sku, forecastUnits, actualUnits, error }) => (
              <li key={sku}>
                <a href={addressOf(market.market, 'stock', sku)}>{sku}</a>
                {say(told.off, {
                  forecast: format.units(forecastUnits),
                  actual: format.units(actualUnits),
                  money: format.money(error),
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
