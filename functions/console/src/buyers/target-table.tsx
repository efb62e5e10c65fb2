import type { TargetView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { buyerName, chanceWords } from './words.ts';

type Props = { targets: readonly TargetView[]; market: HomedMarket };

/** Buyers to act on, with what to know before a call. */
export function TargetTable({ targets, market }: Props) {
  const { words } = useLanguage();
  const told = words.buyers.targets;
  return (
    <>
      {targets.every(({ customerCode }) => customerCode === undefined) && (
        <p class="quiet">{told.identify}</p>
      )}
      <div class="scroll">
        <table class="folding">
          <thead>
            <tr>
              <Heading name={told.buyer} />
              <Heading name={told.in30} numbers />
              <Heading name={told.next} numbers />
              <Heading name={told.spends} numbers />
              <Heading name={told.atRisk} numbers />
              <Heading name={told.offer} />
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
  const language = useLanguage();
  const { words, format } = language;
  const told = words.buyers.targets;
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
          <bdi>{buyerName(language, target)}</bdi>
        </a>
        {target.segmentName !== undefined && <span class="quiet name">{target.segmentName}</span>}
      </th>
      <td class="number" data-label={told.in30}>
        {chance === undefined ? '–' : chanceWords(language, chance)}
      </td>
      <td class="number" data-label={told.next}>
        {nextOrder?.median === undefined ? '–' : format.day(nextOrder.median)}
      </td>
      <td class="number" data-label={told.spends}>
        {spend === undefined ? '–' : format.money(spend)}
      </td>
      <td class="number" data-label={told.atRisk}>
        {risk === undefined ? '–' : format.money(risk)}
      </td>
      <td data-label={told.offer}>
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
