import { joinSentences } from '../../../../lib/charts/join-sentences.ts';
import type { BuyerView, Segmentation } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Fact } from '../fact.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { addressOf } from '../place.ts';
import { MachinesDecide } from './machines-decide.tsx';
import { Prediction } from './prediction.tsx';
import { useSegments } from './use-segments.ts';
import { buyerName } from './words.ts';

type Props = { market: HomedMarket; customer: string };

/** One buyer: who it is, what it will do, and what to offer it. */
export function BuyerPage({ market, customer }: Props) {
  const { words, language, apiLanguage: query } = useLanguage();
  const buyer = useLoaded(`buyer ${market.market}/${customer} ${language}`, async () => {
    const path = { market: market.market, customer };
    const { body } = await market.region.client.call('GET /v1/markets/{market}/customers/{customer}', {
      path,
      query,
    });
    return body;
  });
  const segments = useSegments(market);
  const known = segments.kind === 'loaded' && segments.value.kind === 'ready' ? segments.value : undefined;
  return (
    <>
      <p>
        <a href={addressOf(market.market, 'buyers', 'calls')}>{words.buyers.buyer.back}</a>
      </p>
      <Loaded state={buyer} what={words.buyers.buyer.title}>
        {(value, again) => <Buyer buyer={value} market={market} segmentation={known} onSet={again} />}
      </Loaded>
    </>
  );
}

type Shown = { buyer: BuyerView; market: HomedMarket; segmentation: Segmentation | undefined };

function Buyer({ buyer, market, segmentation, onSet }: Shown & { onSet: () => void }) {
  const language = useLanguage();
  const { words, say, format } = language;
  const { prediction, offers } = buyer;
  const told = words.buyers.buyer;
  return (
    <div class="halves">
      <section class="panel" aria-label={told.title}>
        <h2>
          <bdi>{buyerName(language, buyer)}</bdi>
        </h2>
        <p class="quiet">{say(told.asOf, { customer: buyer.customer, day: format.day(buyer.asOf) })}</p>
        {'kind' in buyer ? (
          <p>{told.unsegmented}</p>
        ) : (
          <History buyer={buyer} market={market} segmentation={segmentation} />
        )}
        {buyer.interest !== undefined && <p>{interestWords(language, buyer.interest)}</p>}
        <h3>{told.willDo}</h3>
        {prediction === undefined ? (
          <p class="quiet">{told.unsaid}</p>
        ) : (
          <Prediction prediction={prediction} />
        )}
      </section>
      <div class="page">
        <Offers offers={offers} market={market} />
        <MachinesDecide buyer={buyer} market={market} onSet={onSet} />
      </div>
    </div>
  );
}

type Ordering = Omit<Shown, 'buyer'> & { buyer: Exclude<BuyerView, { kind: 'unsegmented' }> };

/** What it has bought so far, and with whom it is alike. */
function History({ buyer, market, segmentation }: Ordering) {
  const { words, say, format } = useLanguage();
  const told = words.buyers.buyer;
  const { moved } = buyer;
  const nameOf = (segment: string) =>
    segmentation?.segments.find((one) => one.segment === segment)?.name ?? told.otherGroup;
  return (
    <>
      <dl class="facts">
        <Fact name={told.group}>
          {segmentation === undefined ? (
            '…'
          ) : (
            <a href={addressOf(market.market, 'buyers')}>{nameOf(buyer.segment)}</a>
          )}
        </Fact>
        <Fact name={words.buyers.yearRevenue}>{format.money(buyer.yearRevenue)}</Fact>
        <Fact name={told.orders}>{format.units(buyer.orders)}</Fact>
        <Fact name={told.lastOrder}>{format.day(buyer.lastOrder)}</Fact>
        <Fact name={told.firstOrder}>{format.day(buyer.firstOrder)}</Fact>
        {buyer.priceGroup !== undefined && <Fact name={told.priceGroup}>{buyer.priceGroup}</Fact>}
      </dl>
      {moved !== undefined && (
        <p>
          {say(told.moved, {
            from: nameOf(moved.from),
            to: nameOf(moved.to),
            day: format.day(moved.on),
            why: moved.why,
          })}
        </p>
      )}
    </>
  );
}

/** Say what it looked at and was quoted lately. */
function interestWords(
  { words, say, format: { units } }: Language,
  interest: NonNullable<BuyerView['interest']>,
): string {
  const { views30Days, searches30Days, openQuotes, endedQuotes, wonQuotes } = interest;
  const told = words.buyers.buyer;
  return joinSentences([
    say(told.looks, { looks: units(views30Days), searches: units(searches30Days) }),
    ...(openQuotes === 0 ? [] : [say(told.openQuotes, { quotes: units(openQuotes) })]),
    ...(endedQuotes === 0 ? [] : [say(told.wonQuotes, { ended: units(endedQuotes), won: units(wonQuotes) })]),
  ]);
}

function Offers({ offers, market }: { offers: BuyerView['offers']; market: HomedMarket }) {
  const { words } = useLanguage();
  const told = words.buyers.buyer;
  return (
    <section class="panel" aria-label={told.offers}>
      <h3>{told.whatToOffer}</h3>
      {offers.length === 0 ? (
        <p class="quiet">{told.noOffer}</p>
      ) : (
        <ol class="offers">
          {offers.map(({ sku, kind, reason }) => (
            <li key={sku}>
              <a href={addressOf(market.market, 'stock', sku)}>{sku}</a>
              {kind === 'new' && <span class="quiet">{` ${told.new}`}</span>}
              <span class="evidence">{reason}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
