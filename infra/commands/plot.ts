import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '../../lib/domain/index.ts';
import {
  askStack,
  orUsage,
  runCommand,
  STACK_OPTIONS,
  STACK_USAGE,
  sessionFor,
  writeOut,
} from './ask-stack.ts';
import { type Picture, pictures } from './plot/pictures.ts';

const USAGE = `npm run plot -- --market de [--picture NAME | --sku SKU] [--out file.svg] [--width 900] ${STACK_USAGE}`;
/** Pixels; pictures fold for telephones, not further. */
const LEAST_WIDTH = 320;

/**
 * Fetch what a picture of a market shows from a running stack and write it as an SVG file: the segments unless another
 * picture, or a SKU for its forecast, is named.
 *
 * @param words - the command line, without node and script
 * @param environment - names stack and token where the words don't (`sessionFor`)
 * @returns the absolute path of the file; for `--help` what the command takes
 * @throws InputError for words that don't fit, NotFoundError and UpstreamError for what the stack answers
 */
export async function plot(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const read = readWords(words);
  if (read === 'help') return helpText();
  const { market, name, picture, sku, out, width } = read;
  const session = await sessionFor(read, environment);
  const path = `/v1/markets/${encodeURIComponent(market)}${picture.route(sku)}`;
  const svg = picture.draw(await askStack(session, { path }), market, { width });
  const file = resolve(out ?? `${market}-${(sku === '' ? name : sku).replaceAll(/[^\w.-]+/g, '_')}.svg`);
  await writeOut(file, svg);
  return file;
}

function helpText(): string {
  const longest = Math.max(...Object.keys(pictures).map((name) => name.length));
  const list = Object.entries(pictures).map(([name, { summary }]) => `  ${name.padEnd(longest)}  ${summary}`);
  return [USAGE, '', 'Writes one picture of a market as SVG. NAME is one of', ...list].join('\n');
}

function readWords(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    ...{ market: text, picture: text, sku: text, out: text, width: text, ...STACK_OPTIONS },
    help: { type: 'boolean' },
  } as const;
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
  if (values.help === true) return 'help';
  const { market, sku = '', width = '900' } = values;
  if (market === undefined) throw new InputError(`which market? ${USAGE}`);
  if (!/^\d+$/.test(width) || Number(width) < LEAST_WIDTH)
    throw new InputError(`--width ${width} is no whole number of pixels from ${LEAST_WIDTH}. ${USAGE}`);
  const name = values.picture ?? (sku === '' ? 'segments' : 'forecast');
  return { ...values, market, sku, width: Number(width), name, picture: choosePicture(name, sku) };
}

function choosePicture(name: string, sku: string): Picture {
  const picture = Object.hasOwn(pictures, name) ? pictures[name] : undefined;
  if (picture === undefined)
    throw new InputError(`there is no picture ${name}, but ${Object.keys(pictures).join(', ')}. ${USAGE}`);
  if (name === 'forecast' && sku === '') throw new InputError(`a forecast of which SKU? ${USAGE}`);
  if (name !== 'forecast' && sku !== '') throw new InputError(`the picture ${name} takes no SKU. ${USAGE}`);
  return picture;
}

if (import.meta.main) await runCommand(() => plot(process.argv.slice(2), process.env));
