import type { ExperimentSummary } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { addressOf } from '../place.ts';
import { knownDay, timeLeftInWords } from './verdict-words.ts';

/** The tests of AI against people that a market takes part in, the newest first. */
export function ExperimentsPage({ market }: { market: HomedMarket }) {
  const { words, say } = useLanguage();
  const told = words.experiments;
  const pages = usePages(`experiments ${market.market}`, async (cursor) => {
    const { body } = await market.region.client.call('GET /v1/experiments', { query: { cursor } });
    return body;
  });
  return (
    <section class="panel" aria-label={told.title}>
      <div class="titled">
        <h2>{say(told.titleIn, { market: market.name })}</h2>
        <a class="button chief" href={addressOf(market.market, 'worth', 'experiments', 'new')}>
          {told.setUp}
        </a>
      </div>
      <p class="quiet">{told.what}</p>
      <Loaded state={pages.first} what={told.title}>
        {({ items }) => (
          <Tests
            tests={[...items, ...pages.further].filter(({ markets }) => markets.includes(market.market))}
            market={market}
            isWhole={pages.more === undefined}
          />
        )}
      </Loaded>
      <More pages={pages} />
    </section>
  );
}

type Props = {
  tests: readonly ExperimentSummary[];
  market: HomedMarket;
  /** No further page is to come. */
  isWhole: boolean;
};

function Tests({ tests, market, isWhole }: Props) {
  const { words, say } = useLanguage();
  if (tests.length === 0)
    return isWhole ? <p>{say(words.experiments.none, { market: market.name })}</p> : null;
  return (
    <ul class="tests">
      {tests.map((test) => (
        <Test key={test.id} test={test} market={market} />
      ))}
    </ul>
  );
}

function Test({ test, market }: { test: ExperimentSummary; market: HomedMarket }) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.experiments;
  const { name, kind, metric, start, end, sentence } = test;
  const day = knownDay([], market.lastRun?.asOf, start);
  return (
    <li>
      <h3>
        <a href={addressOf(market.market, 'worth', 'experiments', test.id)}>
          <bdi>{name}</bdi>
        </a>
      </h3>
      <p class="quiet">
        {say(told.line, {
          ...{ kind: told.kinds[kind], metric: told.metrics[metric] },
          ...{ from: format.day(start), to: format.day(end) },
        })}
        {' · '}
        <strong>{timeLeftInWords(test, day, language)}</strong>
      </p>
      <p>
        {day < start && test.state === 'running' ? say(told.waits, { day: format.day(start) }) : sentence}
      </p>
    </li>
  );
}
