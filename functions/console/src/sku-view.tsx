import type { Recommendation } from '../../../lib/domain/index.ts';
import type { Api, HomedMarket } from './api.ts';
import { ForecastChart } from './forecast-chart.tsx';
import { day, money, unitPrice, units } from './format.ts';
import { Loaded, useLoaded } from './load.tsx';

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
              <ForecastChart forecast={value} />
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
        <Fact
          name="Charge now"
          value={advice.effective.price === null ? '–' : unitPrice(advice.effective.price)}
        />
        {advice.kind === 'ready' && <Proposal advice={advice} />}
      </dl>
      {advice.kind === 'insufficientData' && <p class="alert">{advice.detail}</p>}
      <ul class="reasons">
        {advice.reasons.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
        {advice.limitsApplied.map(({ limit, detail }) => (
          <li key={limit}>{`Limit, ${limit}: ${detail}`}</li>
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
          <Fact name="Proposed price" value={unitPrice(proposal.price)} />
          <Fact name="Order now" value={`${units(proposal.orderUnits)} units`} id="order-units" />
          <Fact name="Reorder point" value={units(proposal.reorderPoint)} />
        </>
      )}
      <Fact name="On hand" value={units(state.onHand)} />
      <Fact name="On order" value={units(state.onOrder)} />
      <Fact
        name="Expected gain a day"
        value={`${money(expectedGain.perDay)} (${money(expectedGain.lower)} to ${money(expectedGain.upper)})`}
      />
    </>
  );
}

function Fact({ name, value, id }: { name: string; value: string; id?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd id={id}>{value}</dd>
    </div>
  );
}
