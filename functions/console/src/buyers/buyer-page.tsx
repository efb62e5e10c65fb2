import type { BuyerView, Segmentation } from '../../../../lib/domain/index.ts';
import type { Api, HomedMarket } from '../api.ts';
import { Fact } from '../fact.tsx';
import { day, money, units } from '../format.ts';
import { Loaded, useLoaded } from '../load.tsx';
import { addressOf } from '../place.ts';
import { buyerName } from '../words.ts';
import { Prediction } from './prediction.tsx';

type Props = { api: Api; market: HomedMarket; customer: string };

/** One buyer: who it is, what it will do, and what to offer it. */
export function BuyerPage({ api, market, customer }: Props) {
  const key = `${market.market}/${customer}`;
  const buyer = useLoaded(`buyer ${key}`, () => api.buyer(market, customer));
  const segments = useLoaded(`segments ${market.market}`, () => api.segments(market));
  const known = segments.kind === 'loaded' && segments.value.kind === 'ready' ? segments.value : undefined;
  return (
    <>
      <p>
        <a href={addressOf(market.market, 'calls')}>Back to who to call</a>
      </p>
      <Loaded state={buyer} what="buyer">
        {(value) => <Buyer buyer={value} market={market} segmentation={known} />}
      </Loaded>
    </>
  );
}

type Shown = { buyer: BuyerView; market: HomedMarket; segmentation: Segmentation | undefined };

function Buyer({ buyer, market, segmentation }: Shown) {
  const { prediction, offers } = buyer;
  return (
    <div class="halves">
      <section class="panel" aria-label="Buyer">
        <h2>
          <bdi>{buyerName(buyer)}</bdi>
        </h2>
        <p class="quiet">{`${buyer.customer}, as of ${day(buyer.asOf)}`}</p>
        {'kind' in buyer ? (
          <p>It has not ordered here yet, or too few buyers have for groups.</p>
        ) : (
          <History buyer={buyer} market={market} segmentation={segmentation} />
        )}
        {buyer.interest !== undefined && <p>{interestWords(buyer.interest)}</p>}
        <h3>What it will do</h3>
        {prediction === undefined ? (
          <p class="quiet">The last night could not say: there is too little to go by.</p>
        ) : (
          <Prediction prediction={prediction} />
        )}
      </section>
      <Offers offers={offers} market={market} />
    </div>
  );
}

type Ordering = Omit<Shown, 'buyer'> & { buyer: Exclude<BuyerView, { kind: 'unsegmented' }> };

/** What it has bought so far, and with whom it is alike. */
function History({ buyer, market, segmentation }: Ordering) {
  const { moved } = buyer;
  const nameOf = (segment: string) =>
    segmentation?.segments.find((one) => one.segment === segment)?.name ?? 'another group';
  return (
    <>
      <dl class="facts">
        <Fact name="Group">
          {segmentation === undefined ? (
            '…'
          ) : (
            <a href={addressOf(market.market, 'buyers')}>{nameOf(buyer.segment)}</a>
          )}
        </Fact>
        <Fact name="Revenue in a year">{money(buyer.yearRevenue)}</Fact>
        <Fact name="Orders">{units(buyer.orders)}</Fact>
        <Fact name="Last order">{day(buyer.lastOrder)}</Fact>
        <Fact name="Buyer since">{day(buyer.firstOrder)}</Fact>
        {buyer.priceGroup !== undefined && <Fact name="Price group">{buyer.priceGroup}</Fact>}
      </dl>
      {moved !== undefined && (
        <p>{`Moved from ${nameOf(moved.from)} to ${nameOf(moved.to)} on ${day(moved.on)}: ${moved.why}.`}</p>
      )}
    </>
  );
}

/** Say what it looked at and was quoted lately. */
function interestWords(interest: NonNullable<BuyerView['interest']>): string {
  const { views30Days, searches30Days, openQuotes, endedQuotes, wonQuotes } = interest;
  return [
    `Looks at products in 30 days: ${units(views30Days)}, searches: ${units(searches30Days)}.`,
    ...(openQuotes === 0 ? [] : [`Quoted products that wait for its answer: ${units(openQuotes)}.`]),
    ...(endedQuotes === 0
      ? []
      : [`Of ${units(endedQuotes)} quoted in a year it ordered ${units(wonQuotes)}.`]),
  ].join(' ');
}

function Offers({ offers, market }: { offers: BuyerView['offers']; market: HomedMarket }) {
  return (
    <section class="panel" aria-label="Offers">
      <h3>What to offer</h3>
      {offers.length === 0 ? (
        <p class="quiet">Nothing in stock suits this buyer better than the rest.</p>
      ) : (
        <ol class="offers">
          {offers.map(({ sku, kind, reason }) => (
            <li key={sku}>
              <a href={addressOf(market.market, 'stock', sku)}>{sku}</a>
              {kind === 'new' && <span class="quiet"> new to this buyer</span>}
              <span class="evidence">{reason}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
