import { useState } from 'preact/hooks';
import type { SkuDecisionView } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { addressOf } from '../place.ts';
import { DraftState } from './draft-state.tsx';
import type { TableProps } from './need-table.tsx';
import type { Need } from './needs.ts';

type Props = TableProps & { need: Need; isSelected: boolean; onToggle: () => void };

const COLUMNS = 9;

/** One SKU that asks for a person, with its draft; its reasons unfold beneath. */
export function NeedRow(props: Props) {
  const { need, market, drafts, isSelected, onToggle } = props;
  const { words, format, say } = useLanguage();
  const [unfolded, setUnfolded] = useState(false);
  const draft = drafts.draftOf(need);
  const progress = drafts.progressOf(need);
  const { sku, summary, attention } = need;
  const reasons = `why-${market.market}-${sku}`;
  return (
    <>
      <tr data-sku={sku} tabIndex={0} aria-selected={isSelected ? 'true' : undefined}>
        <td>
          {drafts.isOpen(need) && (
            <input
              type="checkbox"
              checked={isSelected}
              aria-label={say(words.today.selectOne, { sku })}
              onChange={onToggle}
            />
          )}
        </td>
        <th scope="row">
          <a class="sku" href={addressOf(market.market, 'stock', sku)}>
            {sku}
          </a>
          {summary?.name != null && <span class="quiet name">{summary.name}</span>}
        </th>
        <td class="number" data-label={words.today.atRisk}>
          {summary?.moneyAtRisk == null ? '–' : format.money(summary.moneyAtRisk)}
        </td>
        <td data-label={words.today.why}>
          <Tags attention={attention} />
          {draft !== undefined && (
            <button
              type="button"
              class="link"
              aria-expanded={unfolded}
              aria-controls={reasons}
              onClick={() => setUnfolded(!unfolded)}
            >
              {unfolded ? words.today.fold : words.today.unfold}
              <span class="unseen">{` ${sku}`}</span>
            </button>
          )}
        </td>
        <td class="number" data-label={words.today.cover}>
          {summary?.daysOfCover == null ? '–' : format.units(summary.daysOfCover)}
        </td>
        <Proposed need={need} draft={draft} />
        <td data-label={words.today.decide} class="decide">
          <DraftState {...props} draft={draft} progress={progress} />
        </td>
      </tr>
      {unfolded && draft !== undefined && (
        <tr id={reasons} class="unfolded">
          <td colSpan={COLUMNS}>
            <Reasons draft={draft} />
          </td>
        </tr>
      )}
    </>
  );
}

/** What a SKU asks for a person for, each in a word. */
function Tags({ attention }: Pick<Need, 'attention'>) {
  const { words } = useLanguage();
  return (
    <span class="tags">
      {attention.map((kind) => (
        <span key={kind} class={`tag ${kind}`}>
          {words.attention[kind]}
        </span>
      ))}
    </span>
  );
}

/** What is proposed of price and order, and what it would earn. */
function Proposed({ need: { summary }, draft }: { need: Need; draft: SkuDecisionView | undefined }) {
  const { words, format } = useLanguage();
  const current = draft?.currentPrice ?? summary?.price;
  const moved = draft !== undefined && draft.price.micros !== draft.currentPrice.micros;
  return (
    <>
      <td class="number" data-label={words.today.price}>
        {current == null ? '–' : format.unitPrice(current)}
        {moved && (
          <span class="moved">
            {` → ${format.unitPrice(draft.price)} `}
            <span class="quiet">{format.change(draft.price.micros / draft.currentPrice.micros - 1)}</span>
          </span>
        )}
      </td>
      <td class="number" data-label={words.today.order}>
        {draft === undefined || draft.orderUnits === 0 ? '–' : format.units(draft.orderUnits)}
      </td>
      <td class="number" data-label={words.today.gain}>
        {draft === undefined ? '–' : format.money(draft.expectedGainPerDay)}
      </td>
    </>
  );
}

/** Why it is drafted, and what keeps it for a person. */
function Reasons({
  draft: { why = [], reasons = [], whyNotAutomatic = [], asOf },
}: {
  draft: SkuDecisionView;
}) {
  const { words, say, format } = useLanguage();
  const told = why.length > 0 ? why : reasons.map(({ text }) => text);
  return (
    <>
      <ul class="reasons">
        {told.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {whyNotAutomatic.length > 0 && (
        <p class="quiet">
          {say(words.today.notAutomatic, { reasons: whyNotAutomatic.map(({ text }) => text).join('; ') })}
        </p>
      )}
      <p class="quiet">{say(words.today.asOf, { day: format.day(asOf) })}</p>
    </>
  );
}
