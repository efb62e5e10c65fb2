/** Whether the regions answer. A region that stopped answering is asked on, and what waits for it goes on by itself. */
export type Line = {
  /** Names of the regions that do not answer. */
  lost: () => readonly string[];
  /** Calls a region, and notes whether it answered. */
  fetchOf: (region: string, probe: string) => typeof fetch;
  /** Be told of every change of `lost`; returns how to end that. */
  follow: (changed: () => void) => () => void;
  /** Be told when what failed may work again: a region answers, or somebody has signed in anew. */
  onResume: (again: () => void) => () => void;
  resume: () => void;
  close: () => void;
};

/** A lost region is asked again after as long, then less and less often. */
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 15_000;

type Lost = { probe: string; pauseMs: number; timer: ReturnType<typeof setTimeout> };

/** Watch over the regions of a visit. */
export function createLine(): Line {
  const lost = new Map<string, Lost>();
  const [followers, waiting] = [new Set<() => void>(), new Set<() => void>()];
  const tell = (those: ReadonlySet<() => void>) => {
    for (const one of [...those]) one();
  };
  const found = (region: string) => {
    const known = lost.get(region);
    if (known === undefined) return;
    clearTimeout(known.timer);
    lost.delete(region);
    tell(followers);
    tell(waiting);
  };
  const ask = (region: string, probe: string) => {
    // health takes no token and says nothing: an answer of whatever kind is one
    fetch(probe).then(
      () => found(region),
      () => {
        const known = lost.get(region);
        if (known !== undefined) wait(region, probe, Math.min(1.5 * known.pauseMs, LONGEST_PAUSE_MS));
      },
    );
  };
  const wait = (region: string, probe: string, pauseMs: number) => {
    clearTimeout(lost.get(region)?.timer);
    lost.set(region, { probe, pauseMs, timer: setTimeout(() => ask(region, probe), pauseMs) });
  };
  const askAll = () => {
    for (const [region, { probe }] of lost) ask(region, probe);
  };
  addEventListener('online', askAll);
  return {
    lost: () => [...lost.keys()],
    fetchOf: (region, probe) => async (address, request) => {
      try {
        const answer = await fetch(address, request);
        found(region);
        return answer;
      } catch (error) {
        // `fetch` says no more than that it failed; what was broken off by the page itself says so
        if (error instanceof TypeError && !lost.has(region)) {
          wait(region, probe, FIRST_PAUSE_MS);
          tell(followers);
        }
        throw error;
      }
    },
    follow: (changed) => {
      followers.add(changed);
      return () => followers.delete(changed);
    },
    onResume: (again) => {
      waiting.add(again);
      return () => waiting.delete(again);
    },
    resume: () => tell(waiting),
    close: () => {
      removeEventListener('online', askAll);
      for (const { timer } of lost.values()) clearTimeout(timer);
    },
  };
}
