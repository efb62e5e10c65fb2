import { forecastChart } from '../../../../lib/charts/index.ts';
import type { Recommendation, SkuDetail } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Picture } from '../chart/picture.tsx';
import { Fact } from '../fact.tsx';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { fileName } from '../save-file.ts';
import { forecastDays } from './forecast-days.ts';

const HISTORY_DAYS = 120;

type Props = { market: HomedMarket; sku: string };

/** One SKU: its forecast, its stock, and what Tradewind would do, with reasons. */
export function SkuView({ market, sku }: Props) {
  const spoken = useLanguage();
  const { words, say, format, language, apiLanguage: query } = spoken;
  const key = `${market.market}/${sku} ${language}`;
  const path = { market: market.market, sku };
  const { client } = market.region;
  const forecast = useLoaded(`forecast ${key}`, async () => {
    const { body } = await client.call('GET /v1/markets/{market}/forecasts/{sku}', { path });
    return body;
  });
  const advice = useLoaded(`recommendation ${key}`, async () => {
    const [recommendation, detail] = await Promise.all([
      client.call('GET /v1/markets/{market}/skus/{sku}/recommendation', { path }),
      client.call('GET /v1/markets/{market}/skus/{sku}', { path, query }),
    ]);
    return { recommendation: recommendation.body, detail: detail.body };
  });
  return (
    <section aria-label={`SKU ${sku}`} class="panel">
      <h2>{sku}</h2>
      <Loaded state={advice} what={words.stock.recommendation}>
        {(value) => <Advice {...value} />}
      </Loaded>
      <Loaded state={forecast} what={words.stock.forecast}>
        {(value) =>
          value.kind === 'ready' ? (
            <>
              <Picture
                draw={(options) => forecastChart(value, { ...options, historyDays: HISTORY_DAYS })}
                file={fileName(market.market, 'forecast', sku, value.asOf)}
                figures={forecastDays(value, HISTORY_DAYS, spoken)}
              />
              <p class="quiet">
                {say(words.stock.model, {
                  model: value.model,
                  day: format.day(value.asOf),
                  reason: value.reason,
                })}
              </p>
              {value.warnings.map((warning) => (
                <p key={warning} class="quiet">
                  {warning}
                </p>
              ))}
            </>
          ) : (
            <p class="alert">{value.detail}</p>
          )
        }
      </Loaded>
    </section>
  );
}

function Advice({ recommendation, detail }: { recommendation: Recommendation; detail: SkuDetail }) {
  const { words, format } = useLanguage();
  const { effective } = recommendation;
  return (
    <>
      <dl class="facts">
        <Fact name={words.stock.chargeNow}>
          {effective.price === null ? '–' : format.unitPrice(effective.price)}
        </Fact>
        {recommendation.kind === 'ready' && <Proposal advice={recommendation} />}
      </dl>
      {recommendation.kind === 'insufficientData' && <p class="alert">{recommendation.detail}</p>}
      <ul class="reasons">
        {detail.why.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </>
  );
}

function Proposal({ advice }: { advice: Extract<Recommendation, { kind: 'ready' }> }) {
  const { words, format, say, count } = useLanguage();
  const { proposal, state, expectedGain } = advice;
  const { units, money, unitPrice } = format;
  return (
    <>
      {proposal !== null && (
        <>
          <Fact name={words.stock.proposedPrice}>{unitPrice(proposal.price)}</Fact>
          <Fact name={words.stock.orderNow} id="order-units">
            {count(words.stock.orderUnits, proposal.orderUnits)}
          </Fact>
          <Fact name={words.stock.reorderPoint}>{units(proposal.reorderPoint)}</Fact>
        </>
      )}
      <Fact name={words.stock.onHand}>{units(state.onHand)}</Fact>
      <Fact name={words.stock.onOrder}>{units(state.onOrder)}</Fact>
      <Fact name={words.stock.gain}>
        {say(words.stock.gainRange, {
          middle: money(expectedGain.perDay),
          low: money(expectedGain.lower),
          high: money(expectedGain.upper),
        })}
      </Fact>
    </>
  );
}
