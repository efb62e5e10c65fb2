import type { Segment } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Fact } from '../fact.tsx';
import { change, day, money, share, units } from '../format.ts';
import { addressOf } from '../place.ts';
import { sensitivityWords, sentence } from '../words.ts';

type Advised = { advice: string; evidence: string };

/** One segment: what it is worth, and how to treat its buyers, each suggestion with the figures that it rests on. */
export function SegmentCard({ segment, market }: { segment: Segment; market: HomedMarket }) {
  const { strategy } = segment;
  const title = `segment-${segment.segment}`;
  return (
    <section class="panel" aria-labelledby={title}>
      <h3 id={title}>
        <bdi>{segment.name}</bdi>
      </h3>
      <p>{segment.description}.</p>
      <dl class="facts">
        <Fact name="Buyers">{units(segment.buyers)}</Fact>
        <Fact name="Revenue in a year">{money(segment.revenue)}</Fact>
        <Fact name="Of the market">{share(segment.revenueShare)}</Fact>
        <Fact name="Half-year growth">{segment.growth === null ? '–' : change(segment.growth)}</Fact>
      </dl>
      <dl class="advice">
        <Advice
          name="Price"
          lead={sensitivityWords[strategy.priceSensitivity.level]}
          given={[strategy.priceSensitivity]}
        />
        <Advice name="Contact" given={[strategy.contact]} />
        <Advice name="Offers" given={strategy.offers} />
        <Advice name="Service" given={[strategy.service]} />
      </dl>
      <Mix segment={segment} />
      <p>
        <a href={addressOf(market.market, 'calls', 'spend', segment.segment)}>
          Who to call of these<span class="unseen">{`: ${segment.name}`}</span>
        </a>
        <span class="quiet">{` · a group since ${day(segment.since)}`}</span>
      </p>
    </section>
  );
}

function Advice({ name, lead, given }: { name: string; lead?: string; given: readonly Advised[] }) {
  if (given.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      {given.map(({ advice, evidence }) => (
        <dd key={advice}>
          {lead === undefined ? sentence(advice) : `${lead}. ${sentence(advice)}`}
          <span class="quiet evidence">{sentence(evidence)}</span>
        </dd>
      ))}
    </>
  );
}

/** Categories that it buys clearly more or less of than the market does. */
function Mix({ segment: { categories } }: { segment: Segment }) {
  const told = categories.filter(
    ({ share: own, marketShare }) => Math.abs(own - marketShare) >= CLEAR && own + marketShare > 0,
  );
  if (told.length === 0) return null;
  return (
    <p class="quiet">
      {`Takes ${told
        .map(
          ({ category, share: own, marketShare }) =>
            `${own > marketShare ? 'more' : 'less'} ${category ?? 'of all else'} (${share(own)}, the market ${share(marketShare)})`,
        )
        .join(', ')}.`}
    </p>
  );
}

/** Of all it buys; smaller differences are no news. */
const CLEAR = 0.05;
