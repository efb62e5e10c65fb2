import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { PrivacyPage } from './privacy-page.tsx';
import { TrustPage } from './trust-page.tsx';
import './trust.css';

const PRIVACY = 'privacy';

/** Whether it can be relied on, and what buyers asked about their data: `#/{market}/trust`, `…/privacy`. */
export function TrustRoom({ market, names: [page] }: { market: HomedMarket; names: string[] }) {
  const { words } = useLanguage();
  const told = words.trust.pages;
  const isPrivacy = page === PRIVACY;
  return (
    <>
      <nav class="pages" aria-label={told.title}>
        <a href={addressOf(market.market, 'trust')} aria-current={isPrivacy ? undefined : 'page'}>
          {told.advice}
        </a>
        <a href={addressOf(market.market, 'trust', PRIVACY)} aria-current={isPrivacy ? 'page' : undefined}>
          {told.privacy}
        </a>
      </nav>
      {isPrivacy ? <PrivacyPage region={market.region} /> : <TrustPage market={market} />}
    </>
  );
}
