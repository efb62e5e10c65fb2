import { useState } from 'preact/hooks';
import type { BuyerView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';

type Props = { buyer: BuyerView; market: HomedMarket; onSet: () => void };

/** Whether machines may decide about a buyer, and what that means; a person writes down what the buyer has said. */
export function MachinesDecide({ buyer, market, onSet }: Props) {
  const told = useLanguage().words.buyers.machines;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const hasOptedOut = buyer.automated === false;
  const set = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const path = { market: market.market, customer: buyer.customer };
      const body = { automated: hasOptedOut };
      await market.region.client.call('PUT /v1/markets/{market}/customers/{customer}/automation', {
        path,
        body,
      });
      onSet();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <p class={hasOptedOut ? 'alert' : 'quiet'}>{hasOptedOut ? told.optedOut : told.decide}</p>
      {buyer.trial?.arm === 'human' && <p>{told.trial}</p>}
      <button type="button" class="plain" disabled={busy} onClick={set}>
        {hasOptedOut ? told.optIn : told.optOut}
      </button>
      {failure !== undefined && <Failure error={failure} />}
    </section>
  );
}
