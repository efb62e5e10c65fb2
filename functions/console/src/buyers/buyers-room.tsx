import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { BuyerPage } from './buyer-page.tsx';
import { BuyersPage } from './buyers-page.tsx';
import { CallsPage } from './calls-page.tsx';

/** Who buys, and who to call: `#/{market}/buyers`, `…/calls/{order}/{segment}`, `…/{customer}`. */
export function BuyersRoom({
  market,
  names: [first, second, third],
}: {
  market: HomedMarket;
  names: string[];
}) {
  const { words } = useLanguage();
  const page = first === undefined ? 'groups' : first === 'calls' ? 'calls' : 'buyer';
  const link = (one: 'groups' | 'calls', address: string) => (
    <a href={address} aria-current={one === page ? 'page' : undefined}>
      {words.buyers.pages[one]}
    </a>
  );
  return (
    <>
      <nav class="pages" aria-label={words.buyers.pages.title}>
        {link('groups', addressOf(market.market, 'buyers'))}
        {link('calls', addressOf(market.market, 'buyers', 'calls'))}
      </nav>
      {first === undefined ? (
        <BuyersPage market={market} />
      ) : first === 'calls' ? (
        <CallsPage market={market} order={second} segment={third} />
      ) : (
        <BuyerPage market={market} customer={first} />
      )}
    </>
  );
}
