import type { PrivacyView } from '../../../../lib/domain/index.ts';
import {
  LOG_DAYS,
  NONCURRENT_DAYS,
  ORIGINAL_DAYS,
  RESTORABLE_DAYS,
} from '../../../../lib/domain/retention.ts';
import type { Region } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { useRefresh } from '../use-refresh.ts';
import { PrivacyAsk } from './privacy-ask.tsx';
import { PrivacyReceipt } from './privacy-receipt.tsx';

const EVERY_MS = 3000;
const UNDER_WAY: ReadonlySet<PrivacyView['state']> = new Set(['pending', 'working', 'waiting']);

/** What buyers asked about their data, what was done with it, and how long anything is kept. */
export function PrivacyPage({ region }: { region: Region }) {
  const { words } = useLanguage();
  const told = words.privacy;
  const requests = usePages(`privacy ${region.region}`, async (cursor) => {
    const { body } = await region.client.call('GET /v1/privacy-requests', { query: { limit: 50, cursor } });
    return body;
  });
  const { first } = requests;
  const again = first.kind === 'loaded' ? first.again : undefined;
  const isUnderWay = first.kind === 'loaded' && first.value.items.some(({ state }) => UNDER_WAY.has(state));
  useRefresh(isUnderWay, EVERY_MS, again);
  return (
    <>
      <h2 class="room-title">{told.title}</h2>
      <div class="halves">
        <PrivacyAsk region={region} onAsked={() => again?.()} />
        <Kept />
      </div>
      <section class="panel" aria-label={told.requests}>
        <h3>{told.requests}</h3>
        <Loaded state={first} what={told.requests}>
          {({ items }) =>
            items.length === 0 ? (
              <p class="quiet">{told.none}</p>
            ) : (
              <ul class="receipts">
                {[...items, ...requests.further].map((request) => (
                  <li key={request.request}>
                    <PrivacyReceipt request={request} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <More pages={requests} />
      </section>
    </>
  );
}

/** How long copies live that nobody reads any more: what a buyer who asks wants to know. */
function Kept() {
  const { words, say, format } = useLanguage();
  const told = words.privacy.kept;
  const kept = [
    [told.originals, ORIGINAL_DAYS],
    [told.versions, NONCURRENT_DAYS],
    [told.backups, RESTORABLE_DAYS],
    [told.logs, LOG_DAYS],
  ] as const;
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <p>{told.pseudonyms}</p>
      <ul class="reasons">
        {kept.map(([what, days]) => (
          <li key={what}>{say(told.days, { what, days: format.units(days) })}</li>
        ))}
      </ul>
    </section>
  );
}
