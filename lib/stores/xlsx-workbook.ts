import { posix } from 'node:path';
import { InputError } from '../domain/index.ts';
import { type DateSystem, isDateFormat } from '../importing/index.ts';
import { readWholeMarkup } from './xlsx-markup.ts';
import type { XlsxPackage } from './xlsx-package.ts';

/** What the sheets of a workbook share. */
export type Workbook = {
  sheets: { name: string; part: string }[];
  dateSystem: DateSystem;
  /** Texts that cells name by their place. */
  texts: string[];
  /** By the style of a cell: whether it shows a date. */
  dateStyles: boolean[];
};

/** Texts are held in memory; a workbook with more of them is told to become CSV. */
const MOST_TEXT = 134_217_728;

/**
 * Read what the sheets of a workbook share (ECMA-376 part 1, 18.2, 18.4, 18.8). Hidden sheets are left out.
 *
 * @throws InputError when the workbook lacks its parts or holds too much text
 */
export async function readWorkbook(parts: XlsxPackage): Promise<Workbook> {
  const main = (await relationsOf(parts, '')).find(({ type }) => type.endsWith('/officeDocument'))?.target;
  if (main === undefined) throw new InputError('the file is not an Excel workbook');
  const relations = await relationsOf(parts, main);
  const { sheets, dateSystem } = await readSheets(parts, main);
  const partOf = (kind: string) => relations.find(({ type }) => type.endsWith(`/${kind}`))?.target;
  return {
    dateSystem,
    sheets: sheets.flatMap(({ name, id }) => {
      const relation = relations.find((one) => one.id === id && one.type.endsWith('/worksheet'));
      return relation === undefined ? [] : [{ name, part: relation.target }];
    }),
    texts: await readTexts(parts, partOf('sharedStrings')),
    dateStyles: await readDateStyles(parts, partOf('styles')),
  };
}

type Relation = { id: string; type: string; target: string };

/** The relations of a part, their targets as names of parts; of the whole archive for ''. */
async function relationsOf(parts: XlsxPackage, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const list = posix.join(part === '' ? '' : folder, '_rels', `${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  await readWholeMarkup(parts, list, {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name !== 'Relationship') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      relations.push({ id: Id, type: Type, target });
    },
  });
  return relations;
}

async function readSheets(parts: XlsxPackage, main: string) {
  const sheets: { name: string; id: string }[] = [];
  let dateSystem: DateSystem = '1900';
  await readWholeMarkup(parts, main, {
    open: (element, attributes) => {
      if (element === 'workbookPr' && ['1', 'true'].includes(attributes.date1904 ?? '')) dateSystem = '1904';
      if (element !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
      sheets.push({ name: attributes.name ?? '', id });
    },
  });
  return { sheets, dateSystem };
}

/** A shared text may come in runs of several styles; the reading aid above Japanese texts (`rPh`) is no part of it. */
async function readTexts(parts: XlsxPackage, part: string | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (part === undefined || !parts.has(part)) return texts;
  let text = '';
  let isText = false;
  let isAid = false;
  let characters = 0;
  await readWholeMarkup(parts, part, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isAid = true;
      isText = name === 't' && !isAid;
    },
    text: (piece) => {
      if (!isText) return;
      characters += piece.length;
      if (characters > MOST_TEXT) throw new InputError('the workbook holds too much text: export CSV');
      text += piece;
    },
    close: (name) => {
      isText = false;
      if (name === 'rPh') isAid = false;
      if (name === 'si') texts.push(text);
    },
  });
  return texts;
}

async function readDateStyles(parts: XlsxPackage, part: string | undefined): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const dateStyles: boolean[] = [];
  if (part === undefined || !parts.has(part)) return dateStyles;
  let areCellStyles = false;
  await readWholeMarkup(parts, part, {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') areCellStyles = true;
      if (name !== 'xf' || !areCellStyles) return;
      const id = Number(attributes.numFmtId ?? 0);
      dateStyles.push(isDateFormat(id, codes.get(id)));
    },
    close: (name) => {
      if (name === 'cellXfs') areCellStyles = false;
    },
  });
  return dateStyles;
}
