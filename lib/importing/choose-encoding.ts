import type { UploadQuestion } from '../domain/index.ts';
import { commonCharacters, type LegacyEncoding, legacyEncodings } from './encodings.ts';

/** What bytes that are no UTF-8 were taken for, and on what grounds. */
export type EncodingChoice = {
  encoding: string;
  /** The scores in words, to be shown. */
  evidence: string;
  /** Set where the bytes prove too little: a person must say. */
  question: UploadQuestion | null;
};

type Score = { label: string; languages: string; score: number; text: string };

/** A best score below this, or a lead over another reading below that, proves too little. */
const LEAST_SCORE = 0.35;
const LEAST_LEAD = 0.1;
const NO_SENSE = 0;
/** A reading that scores so much less is not offered. */
const BEYOND_QUESTION = 0.4;
/** Of letters beyond ASCII, so many times more whole than broken ones make a text UTF-8 with broken rows. */
const MOSTLY_WHOLE = 3;

/**
 * Tell in which encoding a text is written that is not UTF-8 throughout, by how much of it makes sense in each.
 *
 * A text that is UTF-8 but for some letters is UTF-8: the rows with the others are broken. Else each encoding scores between
 * −1 and 1, the mean over its letters beyond ASCII: frequent ones of its languages for it, and against it what no
 * language writes (a capital behind a small letter, Cyrillic within a Latin word, two accents in a row).
 *
 * @param sample - lines of the file that hold bytes beyond ASCII
 * @param answered - what a person said, if anybody did
 * @returns the choice, or `undefined` when no encoding fits the bytes
 */
export function chooseEncoding(sample: Uint8Array, answered?: string): EncodingChoice | undefined {
  if (answered !== undefined) {
    const label = labelOf(answered);
    if (label !== undefined)
      return { encoding: label, evidence: `${answered}, as a person answered`, question: null };
  }
  const whole = wholeShare(sample);
  if (whole.whole > MOSTLY_WHOLE * whole.broken)
    return {
      encoding: 'utf-8',
      evidence: `of ${whole.whole + whole.broken} letters beyond ASCII ${whole.broken} are broken`,
      question: null,
    };
  const scores = legacyEncodings
    .flatMap((encoding) => scoreOf(encoding, sample) ?? [])
    .sort((a, b) => b.score - a.score);
  const [best] = scores;
  // what makes no sense in any encoding is no text
  if (best === undefined || best.score <= NO_SENSE) return undefined;
  const next = scores.find(({ text }) => text !== best.text);
  return {
    encoding: best.label,
    evidence: evidenceOf(best, next),
    question: isProven(best, next) ? null : questionOf(scores),
  };
}

const labelOf = (answered: string) =>
  ['utf-8', ...legacyEncodings.map(({ label }) => label)].find((label) => label === answered.toLowerCase());

const isProven = (best: Score, next: Score | undefined) =>
  best.score >= LEAST_SCORE && (next === undefined || best.score - next.score >= LEAST_LEAD);

function evidenceOf(best: Score, next: Score | undefined): string {
  const told = (score: Score) => `${score.label} (${score.languages}) ${score.score.toFixed(2)}`;
  return `not UTF-8; ${told(best)}${next === undefined ? '' : `, next ${told(next)}`}, of 1`;
}

function questionOf(scores: readonly Score[]): UploadQuestion {
  const seen = new Set<string>();
  const least = (scores[0]?.score ?? 0) - BEYOND_QUESTION;
  const options = scores
    .filter(({ text, score }) => score >= least && !seen.has(text) && seen.add(text))
    .slice(0, 5);
  return {
    question: 'encoding',
    about: 'encoding',
    text: 'In which encoding was the file saved? Its letters beyond A to Z are too few to tell.',
    options: options.map(({ label, languages }) => ({ value: label, text: `${label}: ${languages}` })),
  };
}

/** Letters beyond ASCII that are whole in UTF-8, and bytes that are in none. */
function wholeShare(sample: Uint8Array): { whole: number; broken: number } {
  let whole = 0;
  let broken = 0;
  for (const letter of new TextDecoder('utf-8').decode(sample))
    if (letter === '\ufffd') broken += 1;
    else if (letter > '\u007f') whole += 1;
  return { whole, broken };
}

function scoreOf(encoding: LegacyEncoding, sample: Uint8Array): Score | undefined {
  const text = decoded(encoding.label, sample);
  if (text === undefined) return undefined;
  const letters = [...text];
  const weigh = encoding.form === 'double' ? weighDouble(encoding) : weighSingle(encoding);
  let sum = 0;
  let count = 0;
  for (let place = 0; place < letters.length; place++) {
    const letter = letters[place] ?? '';
    if (letter <= '\u007f') continue;
    if (letter <= '\u009f' || isPrivate(letter)) return undefined;
    sum += weigh(letter, letters[place - 1] ?? '', letters[place + 1] ?? '');
    count += 1;
  }
  if (count === 0) return undefined;
  return {
    label: encoding.label,
    languages: encoding.languages,
    score: sum / count - (encoding.handicap ?? 0),
    text,
  };
}

function decoded(label: string, sample: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(sample);
  } catch {
    // bytes that an encoding doesn't have rule it out
    return undefined;
  }
}

const isPrivate = (letter: string) => letter >= '\ue000' && letter <= '\uf8ff';

type Weigh = (letter: string, before: string, behind: string) => number;

function weighDouble(encoding: Extract<LegacyEncoding, { form: 'double' }>): Weigh {
  const common = commonCharacters(encoding);
  return (letter) => {
    if (encoding.frequent.has(letter)) return 1;
    if (common.has(letter)) return 0.5;
    // full-width forms and punctuation of East Asia
    return /[\u3000-\u303f\uff01-\uff5e\uffe5]/.test(letter) ? 0.5 : 0;
  };
}

const SIGNS = /[€£¥°§™®©–—‘’“”„…«»·²³½¼±×µ\u00a0]/;
const isLetter = (letter: string) => /[\p{L}\p{M}]/u.test(letter);
const isHighLetter = (letter: string) => letter > '\u007f' && isLetter(letter);
const isSmall = (letter: string) => /\p{Ll}/u.test(letter);

function weighSingle(encoding: Exclude<LegacyEncoding, { form: 'double' }>): Weigh {
  const { frequent, seldom, form } = encoding;
  return (letter, before, behind) => {
    if (!isLetter(letter)) {
      const isWithinWord = isLetter(before) && isLetter(behind);
      return isWithinWord && letter !== '’' ? -1 : SIGNS.test(letter) ? 0.8 : -0.5;
    }
    const small = letter.toLowerCase();
    let weight = frequent.has(small) ? 1 : seldom.has(small) ? 0.6 : 0;
    if (!isLetter(before) && !isLetter(behind)) weight /= 2;
    if (!isSmall(letter) && isSmall(before)) weight -= 0.7;
    if (form === 'latin') return isHighLetter(before) || isHighLetter(behind) ? weight - 0.6 : weight;
    if (/[a-z]/i.test(before) || /[a-z]/i.test(behind)) weight -= 1;
    // small letters are met more often than capitals: what turns them round is the wrong reading
    return isSmall(letter) || small === letter ? weight : weight - 0.3;
  };
}
