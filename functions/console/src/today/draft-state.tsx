import type { ComponentChildren } from 'preact';
import type { SkuDecisionView } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import type { TableProps } from './need-table.tsx';
import type { Need } from './needs.ts';
import type { Progress } from './use-drafts.ts';

type Props = Pick<TableProps, 'drafts' | 'onApprove' | 'onAsk'> & {
  need: Need;
  draft: SkuDecisionView | undefined;
  progress: Progress | undefined;
};

/** What can be done with a draft, or what became of it. */
export function DraftState({ need, draft, progress, drafts, onApprove, onAsk }: Props) {
  const { words } = useLanguage();
  if (draft === undefined) return <span class="quiet">{words.today.noDraft}</span>;
  const acts = (
    <>
      {draft.approvals !== undefined && draft.approvals.length > 0 && draft.state === 'proposed' && (
        <span class="quiet">{words.today.halfApproved} </span>
      )}
      <Act name={words.today.approve} sku={need.sku} chief onClick={() => onApprove(need)} />
      <Act
        name={words.today.change}
        sku={need.sku}
        onClick={() => onAsk({ needs: [need], action: 'change' })}
      />
      <Act
        name={words.today.reject}
        sku={need.sku}
        onClick={() => onAsk({ needs: [need], action: 'reject' })}
      />
    </>
  );
  if (progress === undefined) return acts;
  switch (progress.kind) {
    case 'busy':
      return <span role="status">{words.today.busy}</span>;
    case 'done':
      return (
        <span role="status" class="done">
          {doneWords(words.today.done, progress.decision)}
        </span>
      );
    case 'overtaken':
      return <Overtaken before={draft} now={progress.now} onSee={() => drafts.see(need)} />;
    case 'refused':
      return <Refused error={progress.error} again={drafts.repeat(need)} acts={acts} />;
  }
}

type RefusedProps = { error: unknown; again: (() => void) | undefined; acts: ComponentChildren };

/** Why nothing was done; it can be tried once more, or something else. */
function Refused({ error, again, acts }: RefusedProps) {
  return (
    <>
      <Failure error={error} {...(again === undefined ? {} : { again })} />
      {acts}
    </>
  );
}

type ActProps = { name: string; sku: string; chief?: boolean; onClick: () => void };

function Act({ name, sku, chief = false, onClick }: ActProps) {
  return (
    <button
      type="button"
      class={chief ? 'chief' : ''}
      onClick={({ currentTarget }) => {
        focusAround(currentTarget);
        onClick();
      }}
    >
      {name}
      <span class="unseen">{` ${sku}`}</span>
    </button>
  );
}

/** Give the focus to what a button decides about: the button goes once it is pressed, and the next key would be lost with it. */
function focusAround(button: HTMLElement): void {
  const around = button.closest('tr[data-sku], section.draft');
  if (around instanceof HTMLElement) around.focus({ preventScroll: true });
}

/** An approval of the first of two persons leaves it a draft. */
function doneWords(
  done: Record<'approved' | 'changed' | 'rejected' | 'first' | 'other', string>,
  { state }: SkuDecisionView,
): string {
  switch (state) {
    case 'approved':
    case 'changed':
    case 'rejected':
      return done[state];
    case 'proposed':
      return done.first;
    default:
      return done.other;
  }
}

type OvertakenProps = { before: SkuDecisionView; now: SkuDecisionView; onSee: () => void };

/** A draft that changed since it was read: nothing was done, and a person looks once more. */
function Overtaken({ before, now, onSee }: OvertakenProps) {
  const { words, format, say } = useLanguage();
  const told = (draft: SkuDecisionView) =>
    say(words.today.draftInWords, {
      price: format.unitPrice(draft.price),
      units: format.units(draft.orderUnits),
    });
  return (
    <span role="alert" class="overtaken">
      <strong>{words.today.overtaken}</strong>
      {now.state === 'proposed' ? (
        <span>{` ${say(words.today.overtakenFrom, { before: told(before), now: told(now) })}`}</span>
      ) : (
        <span>
          {` ${say(now.state === 'changed' ? words.today.overtakenTo : words.today.overtakenBy, {
            done: doneWords(words.today.done, now),
            now: told(now),
          })}`}
        </span>
      )}
      {now.state === 'proposed' && (
        <button
          type="button"
          onClick={({ currentTarget }) => {
            focusAround(currentTarget);
            onSee();
          }}
        >
          {words.today.seeNew}
        </button>
      )}
    </span>
  );
}
