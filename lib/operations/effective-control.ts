import { type Control, DEFAULT_CONTROL } from '../domain/index.ts';

/** The control rows that hold in a market; absent where none is stored. */
export type Controls = { merchantControl?: Control | undefined; marketControl?: Control | undefined };

/**
 * Combine the controls: the stricter mode of the two, killed when either is. A merchant without a row leaves the choice to
 * its markets; a market without one only suggests.
 */
export function effectiveControl({ merchantControl, marketControl = DEFAULT_CONTROL }: Controls): Control {
  const strictestFirst = ['off', 'suggest', 'automatic'] as const;
  const allowed = merchantControl?.mode ?? 'automatic';
  const mode = strictestFirst.find((one) => one === allowed || one === marketControl.mode) ?? 'off';
  return { mode, killed: marketControl.killed || merchantControl?.killed === true };
}
