import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FunctionUsage, Usage } from '../../infra/local/index.ts';
import { start } from '../../infra/local/start/start.ts';
import type { Summary } from '../../infra/local/start/summary.ts';

/** What one market's uploads and its first night used. */
export type NightUsage = {
  summary: Summary;
  /** By the name of the function's folder; the API and the tokens, which are polled here, are left out. */
  functions: (FunctionUsage & { step: string })[];
  transitions: Usage['transitions'];
};

const STEPS = ['ingest', 'plan', 'forecast', 'segment', 'learn', 'report'];
/** The processes' times are read four times a second. */
const READ_MS = 600;

/** Bring a folder of exports through ingest and one night in the local cloud, and print what it used as a line of JSON. */
async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { data: text, state: text, share: text } });
  const stateRoot = values.state ?? '';
  const started = await start(process.cwd(), {
    ...{ dataFolder: values.data ?? '', fresh: true, once: true, port: 0, help: false },
    ...{ stateRoot, stateDirectory: join(stateRoot, 'scale'), shareOfItems: Number(values.share ?? 1) },
  });
  await new Promise((settle) => setTimeout(settle, READ_MS));
  const { functions, transitions } = started.cloud.usage();
  await started.cloud.close();
  const used = functions.flatMap((one) => {
    const step = STEPS.find((name) => one.name.toLowerCase().includes(name));
    return step === undefined ? [] : [{ ...one, step }];
  });
  const night: NightUsage = { summary: started.summary, functions: used, transitions };
  console.log(JSON.stringify(night));
}

await main();
process.exit(0);
