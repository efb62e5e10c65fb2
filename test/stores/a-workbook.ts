import { crc32, deflateRawSync } from 'node:zlib';

/** A cell: a text, a number, a truth, or a number with a style of the workbook, or the cell's own XML. */
export type WorkbookCell =
  | string
  | number
  | boolean
  | null
  | { value: number; style: number }
  | { xml: string };

export type WorkbookGiven = {
  sheets: readonly { name: string; rows: readonly (readonly WorkbookCell[])[]; state?: 'hidden' }[];
  date1904?: boolean;
  /** Texts in a table of their own, as Excel writes them, or within the cells. */
  texts?: 'shared' | 'inline';
};

/** Styles of the workbook: 1 is `dd.mm.yyyy`, 2 Excel's own date with time, 3 money, 4 a format with letters in quotes. */
const STYLES = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2">
<numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy;@"/><numFmt numFmtId="165" formatCode="#,##0.00 &quot;day&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="4"/><xf numFmtId="165"/></cellXfs></styleSheet>`;

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Make an Excel workbook: the few parts that a reader needs, packed as Excel packs them. */
export function aWorkbook({ sheets, date1904 = false, texts = 'shared' }: WorkbookGiven): Buffer {
  const shared: string[] = [];
  const sheetParts = sheets.map(({ rows }, place) => [
    `xl/worksheets/sheet${place + 1}.xml`,
    sheetXml(rows, texts === 'shared' ? shared : undefined),
  ]);
  const listed = sheets.map(
    ({ name, state = 'visible' }, place) =>
      `<sheet name="${escaped(name)}" sheetId="${place + 1}" state="${state}" r:id="rId${place + 1}"/>`,
  );
  const related = sheets.map((_, place) =>
    relation(`rId${place + 1}`, 'worksheet', `worksheets/sheet${place + 1}.xml`),
  );
  const others = [
    relation('rIdS', 'styles', 'styles.xml'),
    relation('rIdT', 'sharedStrings', 'sharedStrings.xml'),
  ];
  return zipped([
    ['[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
    ['_rels/.rels', relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')])],
    [
      'xl/workbook.xml',
      `<workbook xmlns:r="${RELATIONS}"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${listed.join('')}</sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', relations([...related, ...others])],
    ['xl/styles.xml', STYLES],
    ...sheetParts.map(([name = '', xml = '']) => [name, xml] as const),
    [
      'xl/sharedStrings.xml',
      `<sst>${shared.map((text) => `<si><r><t>${escaped(text.slice(0, 1))}</t></r><r><t>${escaped(text.slice(1))}</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>`).join('')}</sst>`,
    ],
  ]);
}

/** Pack files as a ZIP archive (APPNOTE 6.3.10, without its extensions). */
export function zipped(files: readonly (readonly [name: string, content: string | Uint8Array])[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, Buffer.from(name), packed]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.of(20, 0), shared, end, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(files.length, 4);
  tail.writeUInt16LE(files.length, 6);
  tail.writeUInt32LE(directory.length, 8);
  tail.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), tail]);
}

const relations = (all: readonly string[]) => `<Relationships>${all.join('')}</Relationships>`;
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;

function sheetXml(rows: readonly (readonly WorkbookCell[])[], shared: string[] | undefined): string {
  const written = rows.map((cells, row) => {
    const filled = cells.map((cell, place) => cellXml(cell, `${columnName(place)}${row + 1}`, shared));
    return cells.length === 0 ? '' : `<row r="${row + 1}">${filled.join('')}</row>`;
  });
  return `<worksheet><dimension ref="A1"/><sheetData>${written.join('')}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`;
}

function cellXml(cell: WorkbookCell, reference: string, shared: string[] | undefined): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'object')
    return 'xml' in cell
      ? cell.xml.replace('<c', `<c r="${reference}"`)
      : `<c r="${reference}" s="${cell.style}"><v>${cell.value}</v></c>`;
  if (shared === undefined) return `<c r="${reference}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  return `<c r="${reference}" t="s"><v>${shared.push(cell) - 1}</v></c>`;
}

const columnName = (place: number): string =>
  place < 26
    ? String.fromCharCode(65 + place)
    : columnName(Math.floor(place / 26) - 1) + String.fromCharCode(65 + (place % 26));

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
