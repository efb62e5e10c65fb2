import { useState } from 'preact/hooks';
import type { SkuDecisionView, SkuDetail } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { DecideDialog, type DialogAsk } from '../today/decide-dialog.tsx';
import { DraftState } from '../today/draft-state.tsx';
import type { Need } from '../today/needs.ts';
import { useDrafts } from '../today/use-drafts.ts';
import type { SkuPlace } from './sku-place.ts';

type Props = { of: SkuPlace; detail: SkuDetail; onDecided: () => void };

/** The night's draft, to approve, change or reject in place, as it is done in Today. */
export function DraftPanel({ of: { market, sku }, detail, onDecided }: Props) {
  const { words, say, format } = useLanguage();
  const told = words.sku.draft;
  const [asked, setAsked] = useState<DialogAsk>();
  const drafts = useDrafts(market, onDecided);
  const decision = draftOf(detail);
  const need: Need = { sku, summary: detail, decision, attention: detail.attention };
  if (decision === undefined) return <p class="quiet">{told.none}</p>;
  const draft = drafts.draftOf(need) ?? decision;
  const kept = draft.whyNotAutomatic ?? [];
  return (
    <section class="draft" aria-label={told.title} tabIndex={-1}>
      <p>
        <strong>
          {say(draft.price.micros === draft.currentPrice.micros ? told.keeps : told.what, {
            from: format.unitPrice(draft.currentPrice),
            price: format.unitPrice(draft.price),
            units: format.units(draft.orderUnits),
          })}
        </strong>
      </p>
      {draft.state === 'proposed' || drafts.progressOf(need) !== undefined ? (
        <p class="decide">
          <DraftState
            {...{ need, draft, drafts, progress: drafts.progressOf(need) }}
            onApprove={() => drafts.act([need], { action: 'approve' })}
            onAsk={setAsked}
          />
        </p>
      ) : (
        <p class="quiet">{told.states[draft.state]}</p>
      )}
      {draft.state === 'proposed' && kept.length > 0 && (
        <p class="quiet">
          {say(words.today.notAutomatic, { reasons: kept.map(({ text }) => text).join('; ') })}
        </p>
      )}
      {asked !== undefined && (
        <DecideDialog
          ask={asked}
          draft={draft}
          onAct={(act) => drafts.act([need], act)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}

/** The decision of the SKU as decisions are shown: what nobody has touched is of version 1. */
const draftOf = ({ decision }: SkuDetail): SkuDecisionView | undefined =>
  decision === null ? undefined : { ...decision, version: decision.version ?? 1 };
