import type { AnswerContext } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import type { ControlTable } from '../../lib/stores/index.ts';
import { readControls } from '../../lib/stores/read-controls.ts';

/** Read what a SKU is judged by without further word from the caller. */
export async function answerContextOf(
  controls: ControlTable,
  merchant: string,
  market: string,
  now: string,
): Promise<AnswerContext> {
  return { ...(await readControls(controls, merchant, market)), market, query: {}, now, guardPrice };
}
