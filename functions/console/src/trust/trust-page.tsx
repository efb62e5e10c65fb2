import type { MarketHealth } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { Accuracy } from './accuracy.tsx';
import { DecisionLog } from './decision-log.tsx';
import { DriftAlarms } from './drift-alarms.tsx';
import { Fairness } from './fairness.tsx';

/** Whether a market's advice can be relied on: how good it was, what has changed, whom it treats how, and what was decided by whom. */
export function TrustPage({ market }: { market: HomedMarket }) {
  const { words, language, apiLanguage: query } = useLanguage();
  const health = useLoaded(`health ${market.market} ${language}`, async () => {
    const path = { market: market.market };
    const { body } = await market.region.client.call('GET /v1/markets/{market}/health', { path, query });
    return body;
  });
  return (
    <>
      <h2 class="room-title">{words.trust.title}</h2>
      <Loaded state={health} what={words.trust.health}>
        {(value, again) => <Reports health={value} market={market} again={again} />}
      </Loaded>
      <DecisionLog market={market} />
    </>
  );
}

function Reports({
  health,
  market,
  again,
}: {
  health: MarketHealth;
  market: HomedMarket;
  again: () => void;
}) {
  return (
    <>
      <div class="halves">
        <Accuracy health={health} market={market} />
        <DriftAlarms health={health} market={market} again={again} />
      </div>
      <Fairness health={health} />
    </>
  );
}
