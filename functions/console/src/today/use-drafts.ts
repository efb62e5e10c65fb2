import { useState } from 'preact/hooks';
import type { SkuDecisionView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { type Act, type Decided, decideMany, decideOne } from './decide.ts';
import type { Need } from './needs.ts';

/** Where a person's act on a draft stands. */
export type Progress = { kind: 'busy' } | Decided;

export type Drafts = {
  /** The draft to decide of a need, as it was last read. */
  draftOf: (need: Need) => SkuDecisionView | undefined;
  progressOf: (need: Need) => Progress | undefined;
  /** Act on one draft or on many. */
  act: (needs: readonly Need[], act: Act) => Promise<void>;
  /** Take back the note of what became of a draft, so that it can be decided as it now is. */
  see: (need: Need) => void;
};

/** Keep what a person did with the drafts of a market, and what became of it. Nothing is shown as done before the API says so. */
export function useDrafts(market: HomedMarket, onDone: () => void): Drafts {
  const [progress, setProgress] = useState<ReadonlyMap<string, Progress>>(new Map());
  const [newer, setNewer] = useState<ReadonlyMap<string, SkuDecisionView>>(new Map());
  const note = (entries: Iterable<readonly [string, Progress]>) =>
    setProgress((known) => new Map([...known, ...entries]));
  const draftOf = ({ decision }: Need) => decision && (newer.get(decision.decision) ?? decision);
  return {
    draftOf,
    progressOf: ({ decision }) => decision && progress.get(decision.decision),
    act: async (needs, act) => {
      const drafts = needs.flatMap((need) => draftOf(need) ?? []);
      const [only] = drafts;
      if (only === undefined) return;
      note(drafts.map(({ decision }) => [decision, { kind: 'busy' }]));
      if (drafts.length === 1 || act.action === 'change')
        note([[only.decision, await decideOne(market, only, act)]]);
      else note(await decideMany(market, drafts, act));
      onDone();
    },
    see: ({ decision }) => {
      if (decision === undefined) return;
      const seen = progress.get(decision.decision);
      if (seen?.kind === 'overtaken') setNewer((known) => new Map([...known, [decision.decision, seen.now]]));
      setProgress((known) => new Map([...known].filter(([id]) => id !== decision.decision)));
    },
  };
}
