import { frequentCharacters } from './frequent-characters.ts';

/** An encoding that files come in beside UTF-8 and UTF-16: its label for `TextDecoder`, who writes it, and its letters. */
export type LegacyEncoding = {
  label: string;
  languages: string;
  /** What its languages write all the time, in lower case where there is one. */
  frequent: ReadonlySet<string>;
  /** What its score is lowered by: hardly anybody writes it any more, so it must explain a text much better. */
  handicap?: number;
} /** One byte a letter; `seldom` are letters that are met now and then. */ & (
  | { form: 'latin' | 'script'; seldom: ReadonlySet<string> }
  /** Two bytes a character: the bytes of those that are common, as ranges of lead and trail. */
  | { form: 'double'; common: { leads: Range; trails: readonly Range[] } }
);

type Range = readonly [first: number, last: number];

const HIGH_TRAILS: readonly Range[] = [[0xa1, 0xfe]];
const SPLIT_TRAILS: readonly Range[] = [
  [0x40, 0x7e],
  [0x80, 0xfe],
];
const { simplified, traditional, japanese, korean } = frequentCharacters;
const letters = (text: string): ReadonlySet<string> => new Set(text);
const western = { frequent: letters('äöüßàâçéèêôùåøæáíóúñãõœ'), seldom: letters('ëîïûìòýðþÿ') };
const cyrillic = {
  frequent: letters('оеаинтсрвлкмдпуыья'),
  seldom: letters('бгёжзйфхцчшщъэюіїєґўјљњћђџ'),
};

/** The encodings that are tried, of equal ones the first. */
export const legacyEncodings: readonly LegacyEncoding[] = [
  {
    label: 'gb18030',
    languages: 'Chinese, simplified',
    frequent: letters(simplified),
    form: 'double',
    common: { leads: [0xb0, 0xd7], trails: HIGH_TRAILS },
  },
  {
    label: 'shift_jis',
    languages: 'Japanese',
    frequent: letters(japanese),
    form: 'double',
    common: { leads: [0x88, 0x97], trails: SPLIT_TRAILS },
  },
  {
    label: 'big5',
    languages: 'Chinese, traditional',
    frequent: letters(traditional),
    form: 'double',
    common: { leads: [0xa4, 0xc6], trails: SPLIT_TRAILS },
  },
  {
    label: 'euc-kr',
    languages: 'Korean',
    frequent: letters(korean),
    form: 'double',
    common: { leads: [0xb0, 0xc8], trails: HIGH_TRAILS },
  },
  {
    label: 'euc-jp',
    languages: 'Japanese',
    frequent: letters(japanese),
    form: 'double',
    common: { leads: [0xb0, 0xcf], trails: HIGH_TRAILS },
  },
  { label: 'windows-1252', languages: 'Western Europe', ...western, form: 'latin' },
  {
    label: 'windows-1250',
    languages: 'Central Europe',
    frequent: letters('ąęłóśżáčéěířšůžőăâîţş'),
    seldom: letters('ćńźďňťúýäôöüűßđĺŕľë'),
    form: 'latin',
  },
  { label: 'windows-1251', languages: 'Cyrillic', ...cyrillic, form: 'script' },
  {
    label: 'windows-1253',
    languages: 'Greek',
    frequent: letters('αοιετσνηυρπκμλςόίάέή'),
    seldom: letters('βγδζθξφχψωύώϊϋ'),
    form: 'script',
  },
  {
    label: 'windows-1254',
    languages: 'Turkish',
    frequent: letters('çğıöşüi̇'),
    seldom: letters('âîûéß'),
    form: 'latin',
  },
  {
    label: 'windows-1255',
    languages: 'Hebrew',
    frequent: letters('יוהלאמתרבשנםדחקעפכ'),
    seldom: letters('גזטךןסףץצ'),
    form: 'script',
  },
  {
    label: 'windows-1256',
    languages: 'Arabic',
    frequent: letters('اليمنترةوهبدعكسقفح'),
    seldom: letters('ثجخذزشصضطظغىأإآئءؤپچژگ'),
    form: 'script',
  },
  {
    label: 'windows-1257',
    languages: 'Baltic',
    frequent: letters('āšžąėįųūēīļņõäöü'),
    seldom: letters('čęģķå'),
    form: 'latin',
  },
  {
    label: 'windows-874',
    languages: 'Thai',
    frequent: letters('านรอกเงมยลวดทสตัคีปะขแหิ่้บ'),
    seldom: letters('ฆจฉชซญฎฏฐฑฒณถธนผฝพฟภศษฬฮำึืุูโใไ็๊๋์ํๆ'),
    form: 'script',
  },
  { label: 'koi8-r', languages: 'Russian', ...cyrillic, form: 'script' },
  { label: 'ibm866', languages: 'Russian, of DOS', ...cyrillic, form: 'script' },
  { label: 'macintosh', languages: 'Western Europe, of a Mac', ...western, form: 'latin', handicap: 0.2 },
];

/** List an encoding's common characters; a few thousand. */
export function commonCharacters(encoding: Extract<LegacyEncoding, { form: 'double' }>): ReadonlySet<string> {
  const { leads, trails } = encoding.common;
  const bytes: number[] = [];
  for (let lead = leads[0]; lead <= leads[1]; lead++)
    for (const [first, last] of trails)
      for (let trail = first; trail <= last; trail++) bytes.push(lead, trail);
  return new Set(new TextDecoder(encoding.label).decode(Uint8Array.from(bytes)).replaceAll('\ufffd', ''));
}
