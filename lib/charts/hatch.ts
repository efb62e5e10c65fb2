import { type Attributes, element } from './svg.ts';
import { ink } from './theme.ts';

/** A hatched area: what it is drawn with, and the definition that its picture needs once. */
export type Hatch = { fill: Attributes; definition: string };

/**
 * Make a hatching, for what is not known in full. It is told from a plain area without colour.
 *
 * @param id - of the picture; the hatching's own id begins with it
 * @param name - one word, so that a picture can have several
 */
export function createHatch(id: string, name: string, line: Attributes): Hatch {
  const pattern = {
    id: `${id}-${name}`,
    width: 6,
    height: 6,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  };
  return {
    fill: { class: name, fill: `url(#${id}-${name})`, stroke: ink.axis.stroke, 'stroke-width': 0.5 },
    definition: element(
      'defs',
      {},
      element('pattern', pattern, element('line', { x1: 0, x2: 0, y1: 0, y2: 6, ...line })),
    ),
  };
}
