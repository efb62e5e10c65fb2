import { type BuyerFigures, buyerFigureNames, type SegmentedNight } from '../../lib/clustering/index.ts';
import type { BuyerDrift } from '../../lib/domain/index.ts';
import { detectFeatureDrift } from '../../lib/oversight/index.ts';

/** Age of the night that buyers are compared with, at least: from one night to the next nothing moves far enough to be seen. */
export const COMPARED_DAYS = 28;

/**
 * Tell how far the figures of a market's buyers have moved since an earlier night; buyers of whom a figure is not known are left
 * out of it, and so is a figure that fewer than 30 have.
 */
export function buyerDrift(earlier: SegmentedNight, now: BuyerFigures): BuyerDrift {
  const known = (figures: BuyerFigures, name: (typeof buyerFigureNames)[number]) =>
    figures[name].filter((value) => Number.isFinite(value));
  const features = detectFeatureDrift(
    buyerFigureNames.map((feature) => ({
      feature,
      before: known(earlier.figures, feature),
      now: known(now, feature),
    })),
  );
  const rounded = (value: number) => Number(value.toPrecision(4));
  return {
    against: earlier.document.asOf,
    features: features.map(({ stabilityIndex, distance, qValue, ...told }) => ({
      ...told,
      ...{ stabilityIndex: rounded(stabilityIndex), distance: rounded(distance), qValue: rounded(qValue) },
    })),
  };
}
