import { InputError } from '../domain/index.ts';

/** A decision as it was logged: what could have been done with which chance, what was done, and what came of it. */
export type LoggedDecision = {
  /** Whose decision it was; decisions of one unit are not independent. */
  unit: string;
  /** [actions] chance with which each was taken then, known when it was drawn; sums to 1 */
  chances: readonly number[];
  /** The action taken. */
  action: number;
  reward: number;
  /** [actions] reward that a model expects, made without this decision's reward */
  expected: readonly number[];
};

/** [decisions] of [actions]: the chance with which a policy would take each. */
export type PolicyChances = readonly (readonly number[])[];

const SUM_TOLERANCE = 1e-6;

/**
 * Check that a log can tell what a policy is worth.
 *
 * @throws InputError for an empty log, chances that are none, an action that could not have been taken, a reward that is
 * no number, and a policy that would do what the log could never do: no weight mends that
 */
export function checkLog(decisions: readonly LoggedDecision[], policy: PolicyChances): void {
  if (decisions.length === 0) throw new InputError('nothing is logged: a policy cannot be valued');
  if (policy.length !== decisions.length)
    throw new InputError(`the policy has chances for ${policy.length} of ${decisions.length} decisions`);
  decisions.forEach((decision, row) => {
    const { chances, action, reward, expected, unit } = decision;
    const where = `decision ${row} of ${unit}`;
    checkChances(chances, `the log of ${where}`);
    checkChances(policy[row]!, `the policy at ${where}`);
    if (policy[row]!.length !== chances.length || expected.length !== chances.length)
      throw new InputError(`${where} has ${chances.length} actions, its policy or model another number`);
    const chance = chances[action];
    if (chance === undefined || !(chance > 0))
      throw new InputError(
        `${where}: action ${action} was logged with the chance ${chance}; it must be above 0 for what was done`,
      );
    if (!Number.isFinite(reward) || !expected.every(Number.isFinite))
      throw new InputError(`${where}: its reward ${reward} and what was expected must be numbers`);
    policy[row]!.forEach((wanted, other) => {
      if (wanted > 0 && chances[other] === 0)
        throw new InputError(
          `${where}: the policy would take action ${other}, which the log could never take: nothing overlaps`,
        );
    });
  });
}

function checkChances(chances: readonly number[], what: string): void {
  const sum = chances.reduce((total, chance) => total + chance, 0);
  if (chances.some((chance) => !(chance >= 0)) || !(Math.abs(sum - 1) <= SUM_TOLERANCE))
    throw new InputError(`${what} has the chances ${chances.join(', ')}: they must be ≥ 0 and sum to 1`);
}
