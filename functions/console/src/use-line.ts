import { createContext } from 'preact';
import { useContext, useEffect, useReducer } from 'preact/hooks';
import type { Line } from './line.ts';

/** The line of the visit; absent before somebody has signed in. */
export const LineOfVisit = createContext<Line | undefined>(undefined);

/** Names of the regions that do not answer. */
export function useLostRegions(): readonly string[] {
  const line = useContext(LineOfVisit);
  const [, draw] = useReducer((times: number) => times + 1, 0);
  useEffect(() => line?.follow(() => draw(undefined)), [line]);
  return line?.lost() ?? [];
}

/** Do again what failed, when it may work: the line is back, or somebody has signed in anew. */
export function useResume(again: (() => void) | undefined): void {
  const line = useContext(LineOfVisit);
  useEffect(() => (again === undefined ? undefined : line?.onResume(again)), [line, again]);
}
