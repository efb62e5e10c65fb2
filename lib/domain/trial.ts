import * as z from 'zod/mini';

/** Who operates a unit: Tradewind, or people alone. */
export const armNames = ['ai', 'human'] as const;

/**
 * Who operates a SKU or a buyer, as the night decided it; absent in rows of older nights, and where no experiment and no
 * holdout touches it: Tradewind then operates it.
 */
export const trialSchema = z.object({
  arm: z.enum(armNames),
  /** It stands in the merchant's holdout, which people alone operate for good. */
  holdout: z.boolean(),
  /** The experiment that drew the arm: it counts as long as the market's control row lists it. */
  experiment: z.optional(z.string()),
});
export type Trial = z.infer<typeof trialSchema>;

/** What a row of a night's assignment is about. */
export const assignedKinds = ['sku', 'skuLocation', 'customer'] as const;
export type AssignedKind = (typeof assignedKinds)[number];

/**
 * A row of a night's assignment. Every SKU of the market has one of kind `sku`, which says who operates it; the units of an order
 * experiment stand there as `skuLocation` too, those of a buyers' experiment as `customer`.
 */
export type Assignment = {
  /** The SKU, `{location}/{sku}`, or the buyer's pseudonym. */
  unit: string;
  kind: AssignedKind;
  /** What it was drawn within, as of the day it joined; '' for what no experiment drew. */
  stratum: string;
  holdout: boolean;
  /** The experiment that drew it; `null` where none did. */
  experiment: string | null;
  arm: 'ai' | 'human';
  /** What shares its draw: SKUs that replace each other or share a stock; the unit itself where it stands alone. */
  cluster: string;
  /** First day of its arm in the experiment, `YYYY-MM-DD`; `null` where no experiment drew it. */
  since: string | null;
};

/** The trial of each unit that has one. */
export function trialsOf(rows: readonly Assignment[]): Map<string, Trial> {
  return new Map(
    rows.flatMap((row) => {
      const { trial } = trialOf(row);
      return trial === undefined ? [] : [[row.unit, trial] as const];
    }),
  );
}

/** The trial that an assignment writes into a series, a policy or a customer; absent where Tradewind operates it untested. */
export function trialOf({ arm, holdout, experiment }: Assignment): { trial?: Trial } {
  if (experiment === null && !holdout) return {};
  return { trial: { arm, holdout, ...(experiment === null ? {} : { experiment }) } };
}

/**
 * Tell who operates it now. An experiment that the market's control row no longer lists leaves its arm without force at once; a
 * holdout stands.
 *
 * @param running - the experiments of the market's control row
 */
export function armOf(trial: Trial | undefined, running: readonly string[] | undefined): 'ai' | 'human' {
  if (trial === undefined) return 'ai';
  if (trial.holdout) return 'human';
  const { experiment, arm } = trial;
  return experiment !== undefined && (running ?? []).includes(experiment) ? arm : 'ai';
}
