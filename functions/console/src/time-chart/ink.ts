import { type InkName, inkNames } from '../../../../lib/charts/index.ts';

/** What a chart is drawn with, each a colour of the style sheet: `--chart-observed`. */
export type Ink = Readonly<Record<InkName, string>>;

/**
 * Read the colours of the page as they are in its theme. A canvas knows neither variables nor `light-dark()`, so that an element
 * in the place of the chart is asked what it would be painted with.
 */
export function readInk(place: HTMLElement): Ink {
  const asked = document.createElement('span');
  place.append(asked);
  const read = (name: InkName) => {
    asked.style.color = `var(--chart-${name})`;
    return getComputedStyle(asked).color;
  };
  const ink = Object.fromEntries(inkNames.map((name) => [name, read(name)]));
  asked.remove();
  // every name of the list has been read
  return ink as Ink;
}
