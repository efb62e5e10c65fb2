import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../infra/local/index.ts';
import { synthesise } from '../../infra/local/start/synthesise.ts';
import { temporaryState } from './running-stack.ts';

/** The project's own template running in the test's process, with its bundles, and schedules that fire when asked to. */
export type RealCloud = {
  cloud: LocalCloud;
  /** The name of a table in a region; `name` as its construct has it: `Runs`. */
  table(name: string, region: string): string;
  close(): Promise<void>;
};

/** Synthesise the app (or take what was synthesised from the same sources) and start it. */
export async function startRealCloud(options: Partial<LocalCloudOptions> = {}): Promise<RealCloud> {
  const state = temporaryState();
  const templatesDirectory = options.templatesDirectory ?? (await synthesiseInto(state.folder));
  const cloud = await startLocalCloud({
    stateDirectory: join(state.folder, 'state'),
    port: 0,
    schedules: false,
    ...options,
    templatesDirectory,
  }).catch((error: unknown) => {
    state.remove();
    throw error;
  });
  return {
    cloud,
    table: (name, region) =>
      cloud
        .resourcesOfType('AWS::DynamoDB::GlobalTable', region)
        .find(({ id }) => id.startsWith(`StoresTables${name}`))?.ref ?? `no table ${name}`,
    close: async () => {
      await cloud.close();
      state.remove();
    },
  };
}

/** Synthesise into a new folder below another. */
export async function synthesiseInto(folder: string): Promise<string> {
  const templates = join(folder, `templates-${randomUUID().slice(0, 8)}`, 'cdk.out');
  await synthesise(process.cwd(), templates);
  return templates;
}
