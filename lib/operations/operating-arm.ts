import { armOf, type Control, type Trial } from '../domain/index.ts';

/** Say who operates a SKU for a customer: people where they do so for either, by the experiments that have force now. */
export function operatingArm(
  trial: Trial | undefined,
  context: {
    /** Who operates it, where that was settled before. */
    arm?: 'ai' | 'human';
    customerTrial?: Trial | undefined;
    marketControl?: Control | undefined;
  },
): 'ai' | 'human' {
  if (context.arm !== undefined) return context.arm;
  const running = context.marketControl?.experiments;
  const human = [trial, context.customerTrial].some((one) => armOf(one, running) === 'human');
  return human ? 'human' : 'ai';
}
