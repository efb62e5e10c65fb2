import { forecastChart } from '../../../../lib/charts/index.ts';
import type { Recommendation } from '../../../../lib/domain/index.ts';
import type { Api, HomedMarket } from '../api.ts';
import { Fact } from '../fact.tsx';
import { day, money, unitPrice, units } from '../format.ts';
import { Loaded, useLoaded } from '../load.tsx';
import { Picture } from '../picture.tsx';

const HISTORY_DAYS = 120;

type Props = { api: Api; market: HomedMarket; sku: string };

/** One SKU: its forecast, its stock, and what Tradewind would do, with reasons. */
export function SkuView({ api, market, sku }: Props) {
  const key = `${market.market}/${sku}`;
  const forecast = useLoaded(`forecast ${key}`, () => api.forecast(market, sku));
  const recommendation = useLoaded(`recommendation ${key}`, () => api.recommendation(market, sku));
  return (
    <section aria-label={`SKU ${sku}`} class="panel">
      <h2>{sku}</h2>
      <Loaded state={recommendation} what="recommendation">
        {(value) => <Advice advice={value} />}
      </Loaded>
      <Loaded state={forecast} what="forecast">
        {(value) =>
          value.kind === 'ready' ? (
            <>
              <Picture
                draw={(options) => forecastChart(value, { ...options, historyDays: HISTORY_DAYS })}
                file={`forecast-${market.market}-${sku}`}
              />
              <p class="quiet">{`${value.model} as of ${day(value.asOf)}: ${value.reason}`}</p>
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

function Advice({ advice }: { advice: Recommendation }) {
  return (
    <>
      <dl class="facts">
        <Fact name="Charge now">
          {advice.effective.price === null ? '–' : unitPrice(advice.effective.price)}
        </Fact>
        {advice.kind === 'ready' && <Proposal advice={advice} />}
      </dl>
      {advice.kind === 'insufficientData' && <p class="alert">{advice.detail}</p>}
      <ul class="reasons">
        {advice.reasons.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
        {advice.limitsApplied.map(({ limit, detail }) => (
          <li key={limit}>{`Limit: ${detail}`}</li>
        ))}
      </ul>
    </>
  );
}

function Proposal({ advice }: { advice: Extract<Recommendation, { kind: 'ready' }> }) {
  const { proposal, state, expectedGain } = advice;
  return (
    <>
      {proposal !== null && (
        <>
          <Fact name="Proposed price">{unitPrice(proposal.price)}</Fact>
          <Fact name="Order now" id="order-units">{`${units(proposal.orderUnits)} units`}</Fact>
          <Fact name="Reorder point">{units(proposal.reorderPoint)}</Fact>
        </>
      )}
      <Fact name="On hand">{units(state.onHand)}</Fact>
      <Fact name="On order">{units(state.onOrder)}</Fact>
      <Fact name="Expected gain a day">{`${money(expectedGain.perDay)} (${money(expectedGain.lower)} to ${money(expectedGain.upper)})`}</Fact>
    </>
  );
}
