import { useState } from 'preact/hooks';
import type { MarketLogPage } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { addressOf } from '../place.ts';
import { Replay } from './replay.tsx';

type Asked = { sku: string; from: string; to: string };
type Line = MarketLogPage['items'][number];

/** What was decided in a market, by whom and when, newest first; each decision can be made again from what it was made from. */
export function DecisionLog({ market }: { market: HomedMarket }) {
  const { words, say, format } = useLanguage();
  const told = words.trust.log;
  const [asked, setAsked] = useState<Asked>({ sku: '', from: '', to: '' });
  const pages = usePages(`log ${market.market} ${JSON.stringify(asked)}`, async (cursor) => {
    const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
    const query = { limit: 50, ...given, cursor };
    const path = { market: market.market };
    const { body } = await market.region.client.call('GET /v1/markets/{market}/decision-log', {
      path,
      query,
    });
    return body;
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const form = new FormData(event.currentTarget);
    const read = (name: string) => String(form.get(name) ?? '').trim();
    setAsked({ sku: read('sku'), from: read('from'), to: read('to') });
  };
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <form class="choices" onSubmit={submit}>
        <label>
          {told.sku} <input name="sku" />
        </label>
        <label>
          {told.from} <input name="from" type="date" />
        </label>
        <label>
          {told.to} <input name="to" type="date" />
        </label>
        <button type="submit">{told.search}</button>
      </form>
      <Loaded state={pages.first} what={told.title}>
        {({ items, names, from, to }) => (
          <>
            <p class="quiet">{say(told.span, { from: format.day(from), to: format.day(to) })}</p>
            <Table lines={[...items, ...pages.further]} names={names} market={market} />
          </>
        )}
      </Loaded>
      <More pages={pages} />
    </section>
  );
}

type TableProps = { lines: readonly Line[]; names: MarketLogPage['names']; market: HomedMarket };

function Table({ lines, names, market }: TableProps) {
  const { words } = useLanguage();
  const told = words.trust.log;
  if (lines.length === 0) return <p>{told.none}</p>;
  return (
    <div class="scroll">
      <table class="folding">
        <thead>
          <tr>
            <Heading name={told.at} />
            <Heading name={told.sku} />
            <Heading name={told.event} />
            <Heading name={told.by} />
            <Heading name={told.draft} numbers />
            <Heading name={told.sealed} />
            <Heading name={told.again} />
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <LogLine key={line.entry.entry} line={line} names={names} market={market} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Digits of a commitment that tell it from others. */
const SHORT = 8;

function LogLine({ line: { entry, seal }, names, market }: { line: Line } & Omit<TableProps, 'lines'>) {
  const { words, format } = useLanguage();
  const told = words.trust.log;
  const { priceMicros, currency, orderUnits } = entry.draft;
  const drafted = [
    ...(priceMicros === undefined || currency === undefined
      ? []
      : [format.unitPrice({ micros: priceMicros, currency })]),
    ...(orderUnits === undefined || orderUnits === 0 ? [] : [format.units(orderUnits)]),
  ];
  const by = entry.by === 'tradewind' ? 'Tradewind' : (names[entry.by]?.name ?? entry.by.slice(0, SHORT));
  return (
    <tr>
      <th scope="row">{format.moment(entry.at)}</th>
      <td data-label={told.sku}>
        {entry.sku === '' ? (
          told.allSkus
        ) : (
          <a href={addressOf(market.market, 'stock', entry.sku)}>{entry.sku}</a>
        )}
      </td>
      <td data-label={told.event}>{told.events[entry.event]}</td>
      <td data-label={told.by}>
        <bdi>{by}</bdi>
      </td>
      <td class="number" data-label={told.draft}>
        {drafted.length === 0 ? '–' : drafted.join(' · ')}
      </td>
      <td data-label={told.sealed}>{seal === null ? told.notYet : told.isSealed}</td>
      <td data-label={told.again}>
        {entry.sku !== '' && <Replay client={market.region.client} decision={entry.decision} />}
      </td>
    </tr>
  );
}
