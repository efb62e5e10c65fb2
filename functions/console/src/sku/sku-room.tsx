import { useState } from 'preact/hooks';
import { ApiError } from '../../../../lib/client/index.ts';
import type { ForecastView, SkuDetail } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure, Loaded, type State, useLoaded } from '../load.tsx';
import { AdjustmentsPanel } from './adjustments-panel.tsx';
import { AdvicePanel } from './advice-panel.tsx';
import { FanPanel } from './fan-panel.tsx';
import { PricePanel } from './price-panel.tsx';
import './sku.css';
import '../time-chart/time-chart.css';
import { SkuHead } from './sku-head.tsx';
import { pathOf, type SkuPlace } from './sku-place.ts';
import { StockPanel } from './stock-panel.tsx';
import { type Changes, useWhatIf } from './use-what-if.ts';
import { WhatIfPanel } from './what-if-panel.tsx';

/** One SKU: what Tradewind would do and why, its demand and its stock, what would be otherwise, and what a person knows better. */
export function SkuRoom(of: SkuPlace) {
  const { words } = useLanguage();
  const { sku } = of;
  const advice = useAdvice(of);
  const forecast = useForecast(of);
  const isUnknown =
    advice.kind === 'failed' && advice.error instanceof ApiError && advice.error.status === 404;
  const detail = advice.kind === 'loaded' ? advice.value.detail : undefined;
  return (
    <section aria-label={`SKU ${sku}`} class="sku-room">
      {detail === undefined ? <h2>{sku}</h2> : <SkuHead detail={detail} />}
      {isUnknown ? (
        <Failure error={advice.error} />
      ) : (
        <>
          <Loaded state={advice} what={words.stock.recommendation}>
            {(value, again) => (
              <div class="halves">
                <AdvicePanel of={of} {...value} onDecided={again} />
                <PricePanel of={of} {...value} />
              </div>
            )}
          </Loaded>
          <Ahead
            {...{ of, forecast, detail }}
            onAdjusted={() => forecast.kind === 'loaded' && forecast.again()}
          />
        </>
      )}
    </section>
  );
}

function useAdvice(of: SkuPlace) {
  const { language, apiLanguage: query } = useLanguage();
  const { market, region } = of.market;
  const path = pathOf(of);
  return useLoaded(`recommendation ${market}/${of.sku} ${language}`, async () => {
    const [recommendation, detail] = await Promise.all([
      region.client.call('GET /v1/markets/{market}/skus/{sku}/recommendation', { path }),
      region.client.call('GET /v1/markets/{market}/skus/{sku}', { path, query }),
    ]);
    return { recommendation: recommendation.body, detail: detail.body };
  });
}

function useForecast(of: SkuPlace): State<ForecastView> {
  const { language, apiLanguage: query } = useLanguage();
  const { market, region } = of.market;
  return useLoaded(`forecast ${market}/${of.sku} ${language}`, async () => {
    const { body } = await region.client.call('GET /v1/markets/{market}/forecasts/{sku}', {
      path: pathOf(of),
      query,
    });
    return body;
  });
}

type AheadProps = {
  of: SkuPlace;
  forecast: State<ForecastView>;
  detail: SkuDetail | undefined;
  onAdjusted: () => void;
};

/** All that looks ahead: demand, what would be otherwise, stock, and what a person knows better. */
function Ahead({ of, forecast, detail, onAdjusted }: AheadProps) {
  const { words } = useLanguage();
  const [changes, setChanges] = useState<Changes>({});
  const ready = forecast.kind === 'loaded' && forecast.value.kind === 'ready' ? forecast.value : undefined;
  const whatIf = useWhatIf(of, ready, changes);
  const { answer, isChanged } = whatIf;
  const changesDemand = isChanged && answer !== undefined && answer.effect !== null;
  return (
    <Loaded state={forecast} what={words.stock.forecast}>
      {(value) =>
        value.kind === 'insufficientData' ? (
          <p class="panel alert">{value.detail}</p>
        ) : (
          <>
            <FanPanel of={of} forecast={value} tried={changesDemand ? answer : undefined} />
            {detail !== undefined && (
              <WhatIfPanel {...{ of, detail, changes, whatIf }} forecast={value} onChange={setChanges} />
            )}
            {detail !== undefined && answer !== undefined && (
              <StockPanel {...{ of, detail, answer, isChanged }} />
            )}
            <AdjustmentsPanel of={of} forecast={value} onSaved={onAdjusted} />
          </>
        )
      }
    </Loaded>
  );
}
