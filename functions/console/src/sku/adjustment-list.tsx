import type { KeptAdjustment } from '../../../../lib/domain/index.ts';
import { Heading } from '../heading.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { nameOf } from './adjustment-draft.ts';

type Props = {
  adjustments: readonly KeptAdjustment[];
  isBusy: boolean;
  onChange: (adjustment: KeptAdjustment) => void;
  onRemove: (adjustment: KeptAdjustment) => void;
};

/** The adjustments that hold, each to be changed or taken back. */
export function AdjustmentList({ adjustments, isBusy, onChange, onRemove }: Props) {
  const language = useLanguage();
  const told = language.words.sku.adjust;
  if (adjustments.length === 0) return <p class="quiet">{told.none}</p>;
  return (
    <Table caption={told.holding}>
      {adjustments.map((one) => (
        <Row key={nameOf(one)} adjustment={one}>
          <td class="acts" data-label={told.act}>
            <button type="button" disabled={isBusy} onClick={() => onChange(one)}>
              {told.change}
              <span class="unseen">{` ${one.reason}`}</span>
            </button>
            <button type="button" disabled={isBusy} onClick={() => onRemove(one)}>
              {told.remove}
              <span class="unseen">{` ${one.reason}`}</span>
            </button>
          </td>
        </Row>
      ))}
    </Table>
  );
}

/** Those that are over or were taken back. */
export function PastAdjustments({ past }: { past: readonly KeptAdjustment[] }) {
  const { words, say, count, format } = useLanguage();
  const told = words.sku.adjust;
  if (past.length === 0) return null;
  return (
    <details>
      <summary>{count(told.past, past.length)}</summary>
      <Table caption={told.pastCaption}>
        {past.map((one) => (
          <Row key={nameOf(one)} adjustment={one}>
            <td data-label={told.ended}>
              {one.withdrawnOn === undefined
                ? told.over
                : say(told.withdrawn, { day: format.day(one.withdrawnOn) })}
            </td>
          </Row>
        ))}
      </Table>
    </details>
  );
}

function Table({ caption, children }: { caption: string; children: preact.ComponentChildren }) {
  const told = useLanguage().words.sku.adjust;
  return (
    <div class="scroll">
      <table class="folding">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <Heading name={told.days} />
            <Heading name={told.effect} />
            <Heading name={told.reason} />
            <Heading name={told.made} />
            <th scope="col">
              <span class="unseen">{told.act}</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function Row({ adjustment, children }: { adjustment: KeptAdjustment; children: preact.ComponentChildren }) {
  const language = useLanguage();
  const { words, format } = language;
  const told = words.sku.adjust;
  const { from, to, reason, madeOn } = adjustment;
  return (
    <tr>
      <th scope="row">{format.span(from, to)}</th>
      <td data-label={told.effect}>{effectOf(adjustment, language)}</td>
      <td data-label={told.reason}>
        <bdi>{reason}</bdi>
      </td>
      <td data-label={told.made}>{format.day(madeOn)}</td>
      {children}
    </tr>
  );
}

/** Say what an adjustment does to the forecast. */
export function effectOf(
  { factor, unitsPerDay, addUnits }: KeptAdjustment,
  { words, say, format }: Pick<Language, 'words' | 'say' | 'format'>,
): string {
  const told = words.sku.adjust.effects;
  if (factor !== undefined) return say(told.factor, { change: format.change(factor - 1) });
  if (unitsPerDay !== undefined) return say(told.unitsPerDay, { units: format.units(unitsPerDay) });
  return say(told.addUnits, { units: format.signed(addUnits ?? 0) });
}
