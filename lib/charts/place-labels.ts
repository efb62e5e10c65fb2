import { textWidth } from './text-width.ts';

/** A point with its name, and how far from its middle the name has to stay. */
export type NamedPoint = { x: number; y: number; radius: number; name: string };

/** Where a name goes; `end` names stand left of their place. */
export type PlacedName = { name: string; x: number; y: number; anchor: 'start' | 'middle' | 'end' };

/** A part of a picture, pixels. */
export type Box = { left: number; right: number; top: number; bottom: number };

const SIZE = 12;
const SPACE = 4;

/**
 * Find a place for each name beside its point that covers no other name, no point and nothing else that is drawn: right,
 * left, above or below, the first that is free. A name without a free place is left out.
 *
 * @param points - the most important first
 * @param inside - what names must not leave
 * @param drawn - what else they must not cover
 */
export function placeLabels(
  points: readonly NamedPoint[],
  inside: Box,
  drawn: readonly Box[] = [],
): (PlacedName | undefined)[] {
  const marks = points.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  const taken = [...marks, ...drawn];
  return points.map((point, own) => {
    for (const place of placesOf(point)) {
      const box = boxOf(place);
      const isInside =
        box.left >= inside.left &&
        box.right <= inside.right &&
        box.top >= inside.top &&
        box.bottom <= inside.bottom;
      if (!isInside || taken.some((other, i) => i !== own && overlap(box, other))) continue;
      taken.push(box);
      return place;
    }
    return undefined;
  });
}

function placesOf({ x, y, radius, name }: NamedPoint): PlacedName[] {
  const away = radius + SPACE;
  return [
    { name, x: x + away, y: y + 4, anchor: 'start' },
    { name, x: x - away, y: y + 4, anchor: 'end' },
    { name, x, y: y - away, anchor: 'middle' },
    { name, x, y: y + away + 10, anchor: 'middle' },
  ];
}

function boxOf({ name, x, y, anchor }: PlacedName): Box {
  const width = textWidth(name, SIZE);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - SIZE, bottom: y + 3 };
}

const overlap = (one: Box, other: Box) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
