import type { Decision, Language } from '../../lib/domain/index.ts';
import { createExplainKeptBack } from '../../lib/oversight/index.ts';

/** Say in a language what kept a decision from being approved without a person; codes and figures stay as they are. */
export function createKeptBackInWords(language: Language) {
  const explain = createExplainKeptBack(language);
  return <D extends Pick<Decision, 'whyNotAutomatic' | 'price'>>(decision: D): D =>
    decision.whyNotAutomatic === undefined
      ? decision
      : {
          ...decision,
          whyNotAutomatic: decision.whyNotAutomatic.map((kept) => ({
            ...kept,
            text: explain(kept, decision.price.currency),
          })),
        };
}
