import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../../../lib/client/index.ts';
import type { ExperimentPlanRequest, ExperimentPlanView } from '../../../../lib/domain/index.ts';
import type { Region } from '../api.ts';
import { useResume } from '../use-line.ts';

/** What the planner says of what is typed; what it said before stays while it is asked anew. */
export type PlanState = {
  plan: ExperimentPlanView | undefined;
  error: unknown;
  isAsking: boolean;
  again: () => void;
};

type Known = Omit<PlanState, 'again'>;

/** So long nothing may be typed before the planner is asked. */
const QUIET_MS = 400;
const NOTHING: Known = { plan: undefined, error: undefined, isAsking: false };

/** Plan what is typed as it is typed: the newest wish alone is answered. */
export function usePlan(region: Region, request: ExperimentPlanRequest | undefined): PlanState {
  const [state, setState] = useState<Known>(NOTHING);
  const [attempt, setAttempt] = useState(0);
  const asked = request === undefined ? '' : JSON.stringify(request);
  useEffect(() => {
    if (request === undefined) {
      setState(NOTHING);
      return;
    }
    const newer = new AbortController();
    setState(({ plan }) => ({ plan, error: undefined, isAsking: true }));
    const timer = setTimeout(async () => {
      try {
        const call = { body: request, signal: newer.signal };
        const { body } = await region.client.call('POST /v1/experiments/plan', call);
        if (!newer.signal.aborted) setState({ plan: body, error: undefined, isAsking: false });
      } catch (error) {
        if (!newer.signal.aborted) setState({ plan: undefined, error, isAsking: false });
      }
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      newer.abort();
    };
  }, [region, asked, attempt]);
  const again = useCallback(() => setAttempt((made) => made + 1), []);
  // what was refused in words would be refused again
  const isLost = state.error !== undefined && !(state.error instanceof ApiError);
  useResume(isLost ? again : undefined);
  return { ...state, again };
}
