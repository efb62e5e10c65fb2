import { type Control, controlKeys, DEFAULT_CONTROL } from '../../lib/domain/index.ts';
import type { ControlTable } from '../../lib/stores/index.ts';

/** The control rows that hold in a market. */
export type Controls = { merchantControl: Control | undefined; marketControl: Control | undefined };

/** Read the control rows of a merchant and one of its markets, strongly: what is shown is what holds. */
export async function readControls(
  controls: ControlTable,
  merchant: string,
  market: string,
): Promise<Controls> {
  const [merchantControl, marketControl] = await Promise.all([
    controls.get(controlKeys.merchant(merchant), { consistent: true }),
    controls.get(controlKeys.market(merchant, market), { consistent: true }),
  ]);
  return { merchantControl: merchantControl?.value, marketControl: marketControl?.value };
}

/** Combine them as a recommendation does: the stricter mode, killed when either is. */
export function effectiveControl({ merchantControl, marketControl = DEFAULT_CONTROL }: Controls): Control {
  const strictestFirst = ['off', 'suggest', 'automatic'] as const;
  const allowed = merchantControl?.mode ?? 'automatic';
  const mode = strictestFirst.find((one) => one === allowed || one === marketControl.mode) ?? 'off';
  return { mode, killed: marketControl.killed || merchantControl?.killed === true };
}
