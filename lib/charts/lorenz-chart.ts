import { createFrame, drawValueAxis, type Frame, leftOfAxis } from './frame.ts';
import { drawHead, MARGIN, type PictureOptions, pictureOfNothing } from './head.ts';
import { joinSentences } from './join-sentences.ts';
import { type NumberWords, numberWords } from './number-words.ts';
import { niceTicks } from './scale.ts';
import { bandPath, element, linePath, text } from './svg.ts';
import { textWidth } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** How unequal buyers are. Shares are 0–1. */
export type Concentration = {
  /** The smallest buyers' share of revenue by their share of buyers, from 0, 0 to 1, 1; below 0 where returns outweigh. */
  lorenz: readonly { buyersShare: number; revenueShare: number }[];
  /** 0 when all buy the same; `null` where there are too few to say. */
  gini: number | null;
};

/** The smallest buyers' share of revenue by their share of buyers. */
type LorenzPoint = Concentration['lorenz'][number];

/** A square plot gains nothing from more. */
const WIDEST = 560;
/** Greatest distance of a point from the share of buyers that it stands for. */
const FARTHEST = 0.06;
/** Below it a point speaks of the small buyers, above it of the large ones. */
const HALFWAY = 0.7;

/** Draw a Lorenz curve as SVG text: the further it hangs below the straight line, the more hangs on few buyers. */
export function lorenzChart({ lorenz, gini }: Concentration, options: PictureOptions = {}): string {
  const words = numberWords(options.locale);
  const told = words.told.lorenz;
  const { title = told.title, id = 'lorenz' } = options;
  const width = Math.min(options.width ?? WIDEST, WIDEST);
  if (lorenz.length < 2 || gini === null)
    return pictureOfNothing(told.nothing, {
      id,
      title,
      width,
    });
  const marked = [0.5, 0.9].flatMap((share) => nearest(lorenz, share) ?? []);
  const subtitle = joinSentences([
    told.gini(words.decimal(gini, 2)),
    ...marked.map((point) => pointInWords(point, words)),
  ]);
  const head = drawHead(title, subtitle, width);
  const frame = frameOf(lorenz, words, width, head.bottom + 38);
  return picture(width, frame.bottom + 52, { id, title, description: subtitle }, [
    ...head.marks,
    ...drawValueAxis(frame, frame.ticks[0] ?? 0, (tick) => words.share(tick)),
    ...drawAcross(frame, words),
    ...drawCurve(frame, lorenz),
    ...drawMarked(frame, marked, words),
  ]);
}

function frameOf(lorenz: Concentration['lorenz'], words: NumberWords, width: number, top: number): Frame {
  const low = lorenz.reduce((least, { revenueShare }) => Math.min(least, revenueShare), 0);
  const ticks = niceTicks(low, 1, 5);
  const left = leftOfAxis(ticks, (tick) => words.share(tick));
  const side = width - left - MARGIN - 12;
  return createFrame({ left, right: left + side, top, bottom: top + side }, [0, 1], ticks);
}

function drawAcross({ x, left, right, top, bottom }: Frame, words: NumberWords): string[] {
  return [
    text(words.told.lorenz.revenue, { x: MARGIN, y: top - 14, ...ink.quietWords }),
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      element('line', { x1: x(share), x2: x(share), y1: bottom, y2: bottom + 5, ...ink.axis }),
      text(words.share(share), { x: x(share), y: bottom + 20, 'text-anchor': 'middle', ...ink.quietWords }),
    ]),
    text(words.told.lorenz.buyers, {
      x: (left + right) / 2,
      y: bottom + 40,
      'text-anchor': 'middle',
      ...ink.quietWords,
    }),
  ];
}

function drawCurve({ x, y }: Frame, lorenz: Concentration['lorenz']): string[] {
  const xs = lorenz.map(({ buyersShare }) => x(buyersShare));
  const curve = lorenz.map(({ revenueShare }) => y(revenueShare));
  const equal = lorenz.map(({ buyersShare }) => y(buyersShare));
  const points = xs.map((at, i) => [at, curve[i] ?? 0] as const);
  return [
    element('path', { d: bandPath(xs, equal, curve), ...ink.fan }),
    element('line', { x1: x(0), y1: y(0), x2: x(1), y2: y(1), ...ink.axis, 'stroke-dasharray': '4 3' }),
    element('path', { d: linePath(points), ...ink.forecast, 'stroke-linejoin': 'round' }),
  ];
}

function drawMarked({ x, y, left }: Frame, marked: readonly LorenzPoint[], words: NumberWords): string[] {
  return marked.flatMap((point) => {
    const at = { x: x(point.buyersShare), y: y(point.revenueShare) };
    const inFull = labelOf(point, words);
    // a narrow picture has room for the number alone, which its subtitle explains
    const hasRoom = at.x - 8 - textWidth(inFull) > left;
    return [
      element('circle', { cx: at.x, cy: at.y, r: 4, class: 'words', fill: ink.words.fill }),
      text(hasRoom ? inFull : words.share(shareOf(point)), {
        x: at.x - 8,
        y: at.y - 8,
        'text-anchor': 'end',
        'font-weight': 600,
        ...ink.words,
      }),
    ];
  });
}

/** What the buyers that a point speaks of bring together. */
const shareOf = ({ buyersShare, revenueShare }: LorenzPoint) =>
  buyersShare < HALFWAY ? revenueShare : 1 - revenueShare;

const labelOf = (point: LorenzPoint, words: NumberWords) =>
  point.buyersShare < HALFWAY
    ? words.told.lorenz.fromSmallest(words.share(shareOf(point)), words.share(point.buyersShare))
    : words.told.lorenz.fromLargest(words.share(shareOf(point)), words.share(1 - point.buyersShare));

function pointInWords(point: LorenzPoint, words: NumberWords): string {
  const { buyersShare } = point;
  return buyersShare < HALFWAY
    ? words.told.lorenz.smallest(words.share(buyersShare), words.share(shareOf(point)))
    : words.told.lorenz.largest(words.share(1 - buyersShare), words.share(shareOf(point)));
}

/** The point nearest to a share of buyers; none where the nearest is far, as between points nothing is known. */
function nearest(lorenz: Concentration['lorenz'], share: number): LorenzPoint | undefined {
  const distance = ({ buyersShare }: LorenzPoint) => Math.abs(buyersShare - share);
  const found = lorenz.reduce<LorenzPoint | undefined>(
    (best, point) => (best === undefined || distance(point) < distance(best) ? point : best),
    undefined,
  );
  return found === undefined || distance(found) > FARTHEST ? undefined : found;
}
