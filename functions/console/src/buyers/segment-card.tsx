import type { Segment } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Fact } from '../fact.tsx';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { sentence } from '../sentence.ts';

type Advised = { advice: string; evidence: string };

/** One segment: what it is worth, and how to treat its buyers, each suggestion with the figures that it rests on. */
export function SegmentCard({ segment, market }: { segment: Segment; market: HomedMarket }) {
  const { words, say, format } = useLanguage();
  const { strategy } = segment;
  const title = `segment-${segment.segment}`;
  const told = words.buyers.card;
  return (
    <section class="panel" aria-labelledby={title}>
      <h3 id={title}>
        <bdi>{segment.name}</bdi>
      </h3>
      <p>{sentence(segment.description)}</p>
      <dl class="facts">
        <Fact name={told.buyers}>{format.units(segment.buyers)}</Fact>
        <Fact name={words.buyers.yearRevenue}>{format.money(segment.revenue)}</Fact>
        <Fact name={told.share}>{format.share(segment.revenueShare)}</Fact>
        <Fact name={told.growth}>{segment.growth === null ? '–' : format.change(segment.growth)}</Fact>
      </dl>
      <dl class="advice">
        <Advice
          name={told.price}
          lead={told.sensitivity[strategy.priceSensitivity.level]}
          given={[strategy.priceSensitivity]}
        />
        <Advice name={told.contact} given={[strategy.contact]} />
        <Advice name={told.offers} given={strategy.offers} />
        <Advice name={told.service} given={[strategy.service]} />
      </dl>
      <Mix segment={segment} />
      <p>
        <a href={addressOf(market.market, 'buyers', 'calls', 'spend', segment.segment)}>
          {told.calls}
          <span class="unseen">{`: ${segment.name}`}</span>
        </a>
        <span class="quiet">{` · ${say(told.since, { day: format.day(segment.since) })}`}</span>
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
          {lead === undefined ? sentence(advice) : `${sentence(lead)} ${sentence(advice)}`}
          <span class="quiet evidence">{sentence(evidence)}</span>
        </dd>
      ))}
    </>
  );
}

/** Categories that it buys clearly more or less of than the market does. */
function Mix({ segment: { categories } }: { segment: Segment }) {
  const { words, say, format } = useLanguage();
  const told = categories.filter(
    ({ share: own, marketShare }) => Math.abs(own - marketShare) >= CLEAR && own + marketShare > 0,
  );
  if (told.length === 0) return null;
  const parts = told.map(({ category, share: own, marketShare }) =>
    say(own > marketShare ? words.buyers.card.more : words.buyers.card.less, {
      category: category ?? words.buyers.card.rest,
      own: format.share(own),
      market: format.share(marketShare),
    }),
  );
  return <p class="quiet">{say(words.buyers.card.takes, { parts: format.list(parts) })}</p>;
}

/** Of all it buys; smaller differences are no news. */
const CLEAR = 0.05;
