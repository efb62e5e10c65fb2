import type { Client } from '../../../../lib/client/index.ts';
import type { LimitsDecision } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { useAct } from '../use-act.ts';

type Props = {
  client: Client;
  decision: LimitsDecision;
  markets: readonly HomedMarket[];
  onDone: () => void;
};

/** A change that loosens what Tradewind may do: who asked for it, and another person's yes or no. */
export function LimitsWaiting({ client, decision, markets, onDone }: Props) {
  const { words, say, format } = useLanguage();
  const { busy, failure, act } = useAct();
  const { market, proposedBy, loosens } = decision;
  const name = markets.find((one) => one.market === market)?.name ?? words.shell.allMarkets;
  const decide = async (approve: boolean) => {
    const path = { decision: decision.decision };
    const ifMatch = `"${decision.version}"`;
    const isDone = await act(
      (idempotencyKey) =>
        approve
          ? client.call('POST /v1/decisions/{decision}/approve', { path, ifMatch, body: {}, idempotencyKey })
          : client.call('POST /v1/decisions/{decision}/reject', {
              ...{ path, ifMatch, idempotencyKey, body: { reasonCode: 'other' } },
            }),
      [approve, ifMatch],
    );
    if (isDone) onDone();
  };
  return (
    <>
      {say(words.today.limitsWait, {
        market: name,
        person: proposedBy,
        terms: format.list(loosens.map((term) => words.terms[term])),
      })}
      <button type="button" class="chief" disabled={busy} onClick={() => decide(true)}>
        {words.today.approve}
        <span class="unseen">{` ${name}`}</span>
      </button>
      <button type="button" disabled={busy} onClick={() => decide(false)}>
        {words.today.reject}
        <span class="unseen">{` ${name}`}</span>
      </button>
      {failure !== undefined && <Failure error={failure} />}
    </>
  );
}
