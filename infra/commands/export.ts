import { parseArgs } from 'node:util';
import { exportFormats, exportKinds, InputError } from '../../lib/domain/index.ts';
import { orUsage, runCommand, STACK_OPTIONS, STACK_USAGE, sessionFor } from './ask-stack.ts';
import { saveResult } from './export/result-file.ts';
import { writeTargetList } from './export/target-list.ts';

/** What is written where no kind is named: the buyers to act on. */
const TARGETS = 'customers';

const USAGE = `npm run export -- --market de --kind KIND [--format ${exportFormats.join('|')}] [--as-of 2026-06-30] [--upload UPLOAD] [--customer-codes] [--out file] ${STACK_USAGE}
npm run export -- --market jp [--segment SEGMENT] [--sku SKU] [--order spend|chance|due|risk] [--rows 200] [--out file.csv]

KIND is one of ${exportKinds.join(', ')}; without one it is the list of buyers to act on.`;

/**
 * Write results of a running stack to a file: of a kind, a whole table as CSV or Parquet; without one, the buyers to act on.
 *
 * @param words - the command line, without node and script
 * @param environment - names stack and token where the words don't (`sessionFor`)
 * @returns how many rows are in which file; for `--help` what the command takes
 * @throws InputError for words that don't fit, NotFoundError and UpstreamError for what the stack answers
 */
export async function exportResults(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const read = readWords(words);
  if (read === 'help') return USAGE;
  const session = await sessionFor(read, environment);
  const { market, kind, format, out, upload, segment, sku, order, rows } = read;
  if (kind === TARGETS)
    return writeTargetList(session, { market, query: { segment, sku, order }, rows: Number(rows), out });
  const asOf = read['as-of'];
  const customerCodes = read['customer-codes'] === true;
  return saveResult(session, { market, kind, format, asOf, upload, customerCodes, out });
}

/** Words that belong to one of the two commands alone. */
const OF_RESULTS = ['format', 'as-of', 'upload', 'customer-codes'] as const;
const OF_TARGETS = ['segment', 'sku', 'order', 'rows'] as const;

function readWords(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    ...{ market: text, kind: text, out: text, help: flag, ...STACK_OPTIONS },
    ...{ format: text, 'as-of': text, upload: text, 'customer-codes': flag },
    ...{ segment: text, sku: text, order: text, rows: text },
  } as const;
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
  if (values.help === true) return 'help';
  const { market, kind = TARGETS, format = 'csv', rows = '200' } = values;
  if (market === undefined) throw new InputError(`which market? ${USAGE}`);
  if (!/^[1-9]\d*$/.test(rows)) throw new InputError(`--rows ${rows} is no number of rows. ${USAGE}`);
  const strange = (kind === TARGETS ? OF_RESULTS : OF_TARGETS).find((word) => values[word] !== undefined);
  if (strange !== undefined)
    throw new InputError(`--${strange} is not for ${kind === TARGETS ? 'buyers to act on' : kind}. ${USAGE}`);
  return { ...values, market, kind, format, rows };
}

if (import.meta.main) await runCommand(() => exportResults(process.argv.slice(2), process.env));
