import { useState } from 'preact/hooks';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import {
  besideOf,
  type Draft,
  forgetDraft,
  keepDraft,
  keptDraft,
  newDraft,
  planRequestOf,
  startRequestOf,
} from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import { metricWriting } from './metric-words.ts';
import { PlanView } from './plan-view.tsx';
import { StartExperiment } from './start-experiment.tsx';
import { usePlan } from './use-plan.ts';

/** Set a test up: what it would take is answered while a person types, from the market's own last half-year. */
export function SetUpPage({ market, markets }: { market: HomedMarket; markets: readonly HomedMarket[] }) {
  const language = useLanguage();
  const told = language.words.experiments;
  const beside = besideOf(market, markets);
  const [draft, setDraft] = useState(() => keptDraft(market.market) ?? newDraft(market, beside));
  const type = (change: Partial<Draft>) => {
    const next = { ...draft, ...change };
    keepDraft(market.market, next);
    setDraft(next);
  };
  const first = beside.find((one) => one.market === draft.markets[0]);
  const currency = first?.currency ?? market.currency;
  const stored = (metric: typeof draft.metric, typed: number) =>
    metricWriting(metric, currency, language).stored(typed);
  const state = usePlan(market.region, planRequestOf(draft, stored));
  const request = startRequestOf(draft, stored);
  return (
    <>
      <p>
        <a href={addressOf(market.market, 'worth', 'experiments')}>{told.back}</a>
      </p>
      <div class="halves">
        <section class="panel" aria-label={told.setUp}>
          <h2>{told.setUp}</h2>
          <DraftForm draft={draft} markets={beside} currency={currency} onChange={type} />
          {request !== undefined && state.plan !== undefined && (
            <StartExperiment
              {...{ market, request }}
              plan={state.plan}
              onStarted={() => forgetDraft(market.market)}
            />
          )}
        </section>
        <PlanView state={state} draft={draft} currency={currency} market={market} />
      </div>
    </>
  );
}
