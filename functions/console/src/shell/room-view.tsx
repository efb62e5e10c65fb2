import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { lazily } from '../lazily.tsx';
import { addressOf, type Place, type Room } from '../place.ts';
import { FirstSteps } from './first-steps.tsx';

const TodayPage = lazily(async () => (await import('../today/today-page.tsx')).TodayPage);
const StockPage = lazily(async () => (await import('../stock/stock-page.tsx')).StockPage);
const MarketRoom = lazily(async () => (await import('../analysis/market-room.tsx')).MarketRoom);
const BuyersRoom = lazily(async () => (await import('../buyers/buyers-room.tsx')).BuyersRoom);
const WorthRoom = lazily(async () => (await import('../worth/worth-room.tsx')).WorthRoom);
const DataPage = lazily(async () => (await import('../data/data-page.tsx')).DataPage);
const TrustRoom = lazily(async () => (await import('../trust/trust-room.tsx')).TrustRoom);

const LimitsRoom = lazily(async () => (await import('../limits/limits-room.tsx')).LimitsRoom);

const files: Readonly<Record<Room, { begin: () => Promise<unknown> }>> = {
  ...{ today: TodayPage, stock: StockPage, market: MarketRoom, buyers: BuyersRoom },
  ...{ worth: WorthRoom, data: DataPage, trust: TrustRoom, limits: LimitsRoom },
};

/** Let a room's file come beside the first questions to the API. What fails is told where the room is shown. */
export const beginRoom = (room: Room): void => void files[room].begin().catch(() => undefined);

type Props = { markets: readonly HomedMarket[]; chosen: HomedMarket | undefined; place: Place };

/** The room that the address names. */
export function RoomView({ markets, chosen, place: { room, names } }: Props) {
  if (markets.length === 0) return <NoMarket />;
  const shown = chosen === undefined ? markets : [chosen];
  if (room === 'today') return <TodayPage key={shown.length} markets={shown} />;
  if (room === 'data') return <DataPage markets={markets} chosen={chosen} upload={names[0]} />;
  if (room === 'limits') return <LimitsRoom key={chosen?.market} markets={markets} chosen={chosen} />;
  if (chosen?.lastRun === null && room !== 'trust') return <FirstSteps market={chosen} room={room} />;
  if (room === 'market') return <MarketRoom markets={markets} chosen={chosen} currency={names[0]} />;
  if (chosen === undefined) return <ChooseMarket markets={markets} room={room} />;
  const [name] = names;
  switch (room) {
    case 'stock':
      return <StockPage key={chosen.market} market={chosen} sku={name} />;
    case 'buyers':
      return <BuyersRoom key={chosen.market} market={chosen} names={names} />;
    case 'worth':
      return <WorthRoom key={chosen.market} market={chosen} markets={markets} names={names} />;
    case 'trust':
      return <TrustRoom key={chosen.market} market={chosen} names={names} />;
  }
}

/** Whoever may see no market can do nothing here: say who can help. */
function NoMarket() {
  const { words } = useLanguage();
  return (
    <section class="panel" aria-labelledby="no-market">
      <h2 id="no-market">{words.shell.noMarket}</h2>
      <p>{words.shell.noMarketMeans}</p>
    </section>
  );
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
