import { useState } from 'preact/hooks';
import type { LackingOrder } from '../../../../lib/domain/index.ts';
import type { HomedMarket, Region } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { addressOf } from '../place.ts';

type Props = { region: Region; markets: readonly HomedMarket[] };

/** SKUs that should be ordered and can't be, and what each lacks. They are asked for when a person opens them. */
export function UnplacedOrders({ region, markets }: Props) {
  const { words } = useLanguage();
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{words.orders.unplaced.title}</summary>
      {opened && <List region={region} markets={markets} />}
    </details>
  );
}

function List({ region, markets }: Props) {
  const { words } = useLanguage();
  const told = words.orders.unplaced;
  const shown = new Set(markets.map(({ market }) => market));
  const unplaced = useLoaded(`unplaced ${region.region}`, async () => {
    const { body } = await region.client.call('GET /v1/unplaced-orders');
    return body.items.flatMap(({ items }) => items);
  });
  return (
    <Loaded state={unplaced} what={told.title}>
      {(items) => {
        const here = items.filter(({ market }) => shown.has(market));
        return here.length === 0 ? <p class="quiet">{told.none}</p> : <Table items={here} />;
      }}
    </Loaded>
  );
}

function Table({ items }: { items: readonly LackingOrder[] }) {
  const { words, format, missing: missingWords } = useLanguage();
  const told = words.orders.unplaced;
  return (
    <div class="scroll">
      <table class="folding">
        <thead>
          <tr>
            <Heading name={words.today.sku} />
            <Heading name={told.market} />
            <Heading name={told.needed} numbers />
            <Heading name={told.lacks} />
          </tr>
        </thead>
        <tbody>
          {items.map(({ sku, name, market, proposedUnits, missing }) => (
            <tr key={`${market} ${sku}`}>
              <th scope="row">
                <a class="sku" href={addressOf(market, 'stock', sku)}>
                  {sku}
                </a>
                {name !== null && <span class="quiet name">{name}</span>}
              </th>
              <td data-label={told.market}>{market}</td>
              <td class="number" data-label={told.needed}>
                {proposedUnits === null ? told.unknown : format.units(proposedUnits)}
              </td>
              <td data-label={told.lacks}>{missingWords(missing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
