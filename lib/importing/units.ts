import type { Choice } from './formats.ts';

/** What a quantity counts: pieces whatever its unit says, or so many of its unit. */
export type UnitForm = 'pieces' | 'asNamed';

/** Words for a single piece, in lower case; a quantity in them is one of pieces. */
export const pieceWords: readonly string[] = [
  ...['each', 'ea', 'pc', 'pcs', 'pce', 'piece', 'pieces', 'unit', 'units', 'no', 'nos', 'qty'],
  ...[
    'stk',
    'stk.',
    'stück',
    'stueck',
    'st',
    'st.',
    'ks',
    'szt',
    'szt.',
    'db',
    'kpl',
    'ud',
    'uds',
    'un',
    'und',
  ],
  ...['pz', 'pz.', 'pezzo', 'pezzi', 'pièce', 'pièces', 'piezas', 'pieza', 'шт', 'шт.', 'adet', 'ad'],
  ...['个', '個', '件', '只', '支', 'pcs.', '台', '개', 'ea.', '本', '枚'],
];

/**
 * Decide what quantities count where a file names units: the same one in every row leaves nothing to decide, nor do words
 * for a piece alone. Pieces beside cartons do: ten cartons are no ten pieces.
 *
 * @param units - the words that stand there, in lower case
 */
export function decideUnits(units: readonly string[], answer: string | undefined): Choice<UnitForm> {
  const others = units.filter((unit) => !pieceWords.includes(unit));
  if (units.length < 2 || others.length === 0)
    return { kind: 'proven', value: 'pieces', evidence: 'one unit throughout' };
  if (answer === 'pieces' || answer === 'asNamed')
    return { kind: 'answered', value: answer, evidence: 'as a person answered' };
  return {
    kind: 'ask',
    question: {
      question: 'units',
      about: 'units',
      text: `What do the quantities count? The column unit says ${units.slice(0, 5).join(', ')}.`,
      options: [
        { value: 'pieces', text: 'pieces in every row: the unit says how they were packed' },
        { value: 'asNamed', text: "so many of the row's unit: rows that are not in pieces are refused" },
      ],
    },
  };
}
