import { useState } from 'preact/hooks';
import type { Client } from '../../../../lib/client/index.ts';
import type { LimitsDecision } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';

type Props = {
  client: Client;
  decision: LimitsDecision;
  markets: readonly HomedMarket[];
  onDone: () => void;
};

/** A change that loosens what Tradewind may do: who asked for it, and another person's yes or no. */
export function LimitsWaiting({ client, decision, markets, onDone }: Props) {
  const { words, say, format } = useLanguage();
  const [failure, setFailure] = useState<unknown>();
  const { market, proposedBy, loosens } = decision;
  const name = markets.find((one) => one.market === market)?.name ?? words.shell.allMarkets;
  const decide = async (approve: boolean) => {
    const path = { decision: decision.decision };
    const ifMatch = `"${decision.version}"`;
    setFailure(undefined);
    try {
      if (approve) await client.call('POST /v1/decisions/{decision}/approve', { path, ifMatch, body: {} });
      else {
        const body = { reasonCode: 'other' };
        await client.call('POST /v1/decisions/{decision}/reject', { path, ifMatch, body });
      }
      onDone();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <>
      {say(words.today.limitsWait, {
        market: name,
        person: proposedBy,
        terms: format.list(loosens.map((term) => words.terms[term])),
      })}
      <button type="button" class="chief" onClick={() => decide(true)}>
        {words.today.approve}
        <span class="unseen">{` ${name}`}</span>
      </button>
      <button type="button" onClick={() => decide(false)}>
        {words.today.reject}
        <span class="unseen">{` ${name}`}</span>
      </button>
      {failure !== undefined && <Failure error={failure} />}
    </>
  );
}
