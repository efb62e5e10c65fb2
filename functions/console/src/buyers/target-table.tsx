import type { TargetView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { day, money } from '../format.ts';
import { Heading } from '../heading.tsx';
import { addressOf } from '../place.ts';
import { buyerName, chanceWords } from '../words.ts';

type Props = { targets: readonly TargetView[]; market: HomedMarket };

/** Buyers to act on, with what to know before a call. */
export function TargetTable({ targets, market }: Props) {
  return (
    <>
      {targets.every(({ customerCode }) => customerCode === undefined) && (
        <p class="quiet">Your own customer codes are shown to those who may identify buyers.</p>
      )}
      <div class="scroll">
        <table class="folding">
          <thead>
            <tr>
              <Heading name="Buyer" />
              <Heading name="In 30 days" numbers />
              <Heading name="Next order" numbers />
              <Heading name="Spends in 90 days" numbers />
              <Heading name="At risk" numbers />
              <Heading name="Offer first" />
            </tr>
          </thead>
          <tbody>
            {targets.map((target) => (
              <Row key={target.customer} target={target} market={market} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ target, market }: { target: TargetView; market: HomedMarket }) {
  const {
    chanceWithin30Days: chance,
    nextOrder,
    expectedSpend90Days: spend,
    valueAtRisk: risk,
    offer,
  } = target;
  return (
    <tr>
      <th scope="row">
        <a class="sku" href={addressOf(market.market, 'buyers', target.customer)}>
          <bdi>{buyerName(target)}</bdi>
        </a>
        {target.segmentName !== undefined && <span class="quiet name">{target.segmentName}</span>}
      </th>
      <td class="number" data-label="In 30 days">
        {chance === undefined ? '–' : chanceWords(chance)}
      </td>
      <td class="number" data-label="Next order">
        {nextOrder?.median === undefined ? '–' : day(nextOrder.median)}
      </td>
      <td class="number" data-label="Spends in 90 days">
        {spend === undefined ? '–' : money(spend)}
      </td>
      <td class="number" data-label="At risk">
        {risk === undefined ? '–' : money(risk)}
      </td>
      <td data-label="Offer first">
        {offer === undefined ? (
          '–'
        ) : (
          <>
            {offer.sku}
            <span class="quiet evidence">{offer.reason}</span>
          </>
        )}
      </td>
    </tr>
  );
}
