import { type Control, type ControlLimits, DEFAULT_CONTROL } from '../domain/index.ts';

/** The control rows that hold in a market; absent where none is stored. */
export type Controls = { merchantControl?: Control | undefined; marketControl?: Control | undefined };

/**
 * Combine the controls: the stricter mode of the two, killed when either is, of limits the tighter. A merchant without a row
 * leaves the choice to its markets; a market without one only suggests.
 *
 * The active run is the market's own word, else the merchant's.
 */
export function effectiveControl({ merchantControl, marketControl = DEFAULT_CONTROL }: Controls): Control {
  const strictestFirst = ['off', 'suggest', 'automatic'] as const;
  const allowed = merchantControl?.mode ?? 'automatic';
  const mode = strictestFirst.find((one) => one === allowed || one === marketControl.mode) ?? 'off';
  const limits = tighterLimits(merchantControl?.limits, marketControl.limits);
  const activeRun = marketControl.activeRun ?? merchantControl?.activeRun;
  return {
    mode,
    killed: marketControl.killed || merchantControl?.killed === true,
    ...(limits === undefined ? {} : { limits }),
    ...(activeRun === undefined ? {} : { activeRun }),
  };
}

/** Amounts of two currencies can't be compared: the market's own holds then. */
function tighterLimits(merchant?: ControlLimits, market?: ControlLimits): ControlLimits | undefined {
  if (merchant === undefined || market === undefined) return market ?? merchant;
  const largestStep = Math.min(
    merchant.largestStep ?? Number.POSITIVE_INFINITY,
    market.largestStep ?? Number.POSITIVE_INFINITY,
  );
  const [ofAll, own] = [merchant.largestOrder, market.largestOrder];
  const tighter =
    ofAll !== undefined && own !== undefined && ofAll.currency === own.currency && ofAll.minor < own.minor;
  const largestOrder = tighter ? ofAll : (own ?? ofAll);
  return {
    ...(largestStep === Number.POSITIVE_INFINITY ? {} : { largestStep }),
    ...(largestOrder === undefined ? {} : { largestOrder }),
  };
}
