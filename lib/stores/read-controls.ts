import { controlKeys } from '../domain/index.ts';
import type { Controls } from '../operations/index.ts';
import type { ControlTable } from './tables.ts';

/** Read the control rows of a merchant and one of its markets, strongly: what is shown is what holds. */
export async function readControls(
  controls: Pick<ControlTable, 'get'>,
  merchant: string,
  market: string,
): Promise<Controls> {
  const [merchantControl, marketControl] = await Promise.all([
    controls.get(controlKeys.merchant(merchant), { consistent: true }),
    controls.get(controlKeys.market(merchant, market), { consistent: true }),
  ]);
  return { merchantControl: merchantControl?.value, marketControl: marketControl?.value };
}
