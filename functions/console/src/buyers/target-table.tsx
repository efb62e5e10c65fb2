import type { Segment, TargetView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { buyerName, chanceWords } from './words.ts';

type Props = {
  targets: readonly TargetView[];
  market: HomedMarket;
  /** Those that are known, in the page's language. */
  segments: readonly Pick<Segment, 'segment' | 'name'>[];
};

/** Buyers to act on, with what to know before a call. */
export function TargetTable({ targets, market, segments }: Props) {
  const { words } = useLanguage();
  const told = words.buyers.targets;
  const names = new Map(segments.map(({ segment, name }) => [segment, name]));
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
              <Row
                key={target.customer}
                target={target}
                market={market}
                segment={names.get(target.segment ?? '') ?? target.segmentName}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

type RowProps = { target: TargetView; market: HomedMarket; segment: string | undefined };

function Row({ target, market, segment }: RowProps) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.buyers.targets;
  const {
    chanceWithin30Days: chance,
    nextOrder,
    expectedSpend90Days: spend,
    valueAtRisk: risk,
    chanceAlive: alive,
    offer,
  } = target;
  return (
    <tr>
      <th scope="row">
        <a class="sku" href={addressOf(market.market, 'buyers', target.customer)}>
          <bdi>{buyerName(language, target)}</bdi>
        </a>
        {segment !== undefined && <span class="quiet name">{segment}</span>}
        {target.reason !== undefined && <span class="quiet evidence">{target.reason}</span>}
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
        {alive !== undefined && (
          <span class="quiet evidence">{say(told.staysAt, { chance: chanceWords(language, alive) })}</span>
        )}
      </td>
      <td data-label={told.offer}>
        {offer === undefined ? (
          '–'
        ) : (
          <>
            <a href={addressOf(market.market, 'stock', offer.sku)}>{offer.sku}</a>
            <span class="quiet evidence">{offer.reason}</span>
          </>
        )}
      </td>
    </tr>
  );
}
