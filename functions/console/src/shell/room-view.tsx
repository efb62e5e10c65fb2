import { MarketRoom } from '../analysis/market-room.tsx';
import type { HomedMarket } from '../api.ts';
import { BuyersRoom } from '../buyers/buyers-room.tsx';
import { DataPage } from '../data/data-page.tsx';
import { useLanguage } from '../language/language.tsx';
import { addressOf, type Place } from '../place.ts';
import { StockPage } from '../stock/stock-page.tsx';
import { TodayPage } from '../today/today-page.tsx';
import { TrustPage } from '../trust/trust-page.tsx';
import { EarningsPage } from '../worth/earnings-page.tsx';

type Props = { markets: readonly HomedMarket[]; chosen: HomedMarket | undefined; place: Place };

/** The room that the address names. */
export function RoomView({ markets, chosen, place: { room, names } }: Props) {
  const { words } = useLanguage();
  if (markets.length === 0) return <p>{words.shell.noMarket}</p>;
  const shown = chosen === undefined ? markets : [chosen];
  if (room === 'today') return <TodayPage key={shown.length} markets={shown} />;
  if (room === 'data') return <DataPage markets={markets} chosen={chosen} upload={names[0]} />;
  if (room === 'market') return <MarketRoom markets={markets} chosen={chosen} currency={names[0]} />;
  if (chosen === undefined) return <ChooseMarket markets={markets} room={room} />;
  const [name] = names;
  switch (room) {
    case 'stock':
      return <StockPage key={chosen.market} market={chosen} sku={name} />;
    case 'buyers':
      return <BuyersRoom key={chosen.market} market={chosen} names={names} />;
    case 'worth':
      return <EarningsPage key={chosen.market} market={chosen} month={name} />;
    case 'trust':
      return <TrustPage key={chosen.market} market={chosen} />;
  }
}

function ChooseMarket({ markets, room }: { markets: readonly HomedMarket[]; room: Place['room'] }) {
  const { words } = useLanguage();
  return (
    <section class="panel" aria-label={words.shell.market}>
      <h2>{words.shell.chooseMarket}</h2>
      <ul class="choose">
        {markets.map(({ market, name }) => (
          <li key={market}>
            <a href={addressOf(market, room)}>{name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
