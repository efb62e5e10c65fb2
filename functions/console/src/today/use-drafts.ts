import { useState } from 'preact/hooks';
import { ApiError } from '../../../../lib/client/index.ts';
import type { SkuDecisionView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { type Act, type Decided, decideMany, decideOne } from './decide.ts';
import type { Need } from './needs.ts';

/** Where a person's act on a draft stands. */
export type Progress = { kind: 'busy' } | Decided;

export type Drafts = {
  /** The draft to decide of a need, as it was last read; once it is decided, as it was decided. */
  draftOf: (need: Need) => SkuDecisionView | undefined;
  progressOf: (need: Need) => Progress | undefined;
  /** True where a person can decide: nothing was done yet, or it was refused. */
  isOpen: (need: Need) => boolean;
  /** Act on one draft or on many. */
  act: (needs: readonly Need[], act: Act) => Promise<void>;
  /** Tries once more what did not get through; `undefined` where that would be refused again. */
  repeat: (need: Need) => (() => Promise<void>) | undefined;
  /** Take back the note of what became of a draft, so that it can be decided as it now is. */
  see: (need: Need) => void;
};

/** What a person wanted, and the name it goes under: tried again it takes effect once. */
type Tried = { act: Act; key: string };

/** Keep what a person did with the drafts of a market, and what became of it. Nothing is shown as done before the API says so. */
export function useDrafts(market: HomedMarket, onDone: () => void): Drafts {
  const [progress, setProgress] = useState<ReadonlyMap<string, Progress>>(new Map());
  const [newer, setNewer] = useState<ReadonlyMap<string, SkuDecisionView>>(new Map());
  const [tried, setTried] = useState<ReadonlyMap<string, Tried>>(new Map());
  const note = (entries: readonly (readonly [string, Progress])[]) =>
    setProgress((known) => new Map([...known, ...entries]));
  const draftOf = ({ decision }: Need) => decision && (newer.get(decision.decision) ?? decision);
  const progressOf = ({ decision }: Need) => decision && progress.get(decision.decision);
  const settle = (drafts: readonly SkuDecisionView[], decided: ReadonlyMap<string, Decided>) => {
    const done = drafts.flatMap((draft) => {
      const one = decided.get(draft.decision);
      return one?.kind === 'done' ? [[draft.decision, asDecided(draft, one.decision)] as const] : [];
    });
    setNewer((known) => new Map([...known, ...done]));
    note([...decided]);
    onDone();
  };
  const actOnOne = async (draft: SkuDecisionView, { act, key }: Tried) => {
    const { decision } = draft;
    note([[decision, { kind: 'busy' }]]);
    setTried((known) => new Map([...known, [decision, { act, key }]]));
    settle([draft], new Map([[decision, await decideOne(market, draft, act, key)]]));
  };
  return {
    ...{ draftOf, progressOf },
    isOpen: (need) => {
      const kind = progressOf(need)?.kind;
      return draftOf(need) !== undefined && (kind === undefined || kind === 'refused');
    },
    act: async (needs, act) => {
      const drafts = needs.flatMap((need) => draftOf(need) ?? []);
      const [only] = drafts;
      if (only === undefined) return;
      if (drafts.length === 1 || act.action === 'change')
        return actOnOne(only, { act, key: crypto.randomUUID() });
      note(drafts.map(({ decision }) => [decision, { kind: 'busy' }]));
      const each = drafts.map(({ decision }) => [decision, { act, key: crypto.randomUUID() }] as const);
      setTried((known) => new Map([...known, ...each]));
      settle(drafts, await decideMany(market, drafts, act));
    },
    repeat: (need) => {
      const draft = draftOf(need);
      const seen = progressOf(need);
      const last = draft && tried.get(draft.decision);
      if (draft === undefined || last === undefined || seen?.kind !== 'refused') return undefined;
      return mayPass(seen.error) ? () => actOnOne(draft, last) : undefined;
    },
    see: ({ decision }) => {
      if (decision === undefined) return;
      const seen = progress.get(decision.decision);
      if (seen?.kind === 'overtaken') setNewer((known) => new Map([...known, [decision.decision, seen.now]]));
      setProgress((known) => new Map([...known].filter(([id]) => id !== decision.decision)));
    },
  };
}

/** What the API answered in words of refusal it would answer again; what did not get through may. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status >= 500 || [401, 429].includes(error.status);

/** What was decided, with the reasons of the draft in the language that they were read in. */
function asDecided(draft: SkuDecisionView, decided: SkuDecisionView): SkuDecisionView {
  const { why, reasons, whyNotAutomatic } = draft;
  return {
    ...decided,
    ...(why === undefined ? {} : { why }),
    ...(reasons === undefined ? {} : { reasons }),
    ...(whyNotAutomatic === undefined ? {} : { whyNotAutomatic }),
  };
}
