import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { InputError, type Upload } from '../../../lib/domain/index.ts';
import { readDeployment } from '../../stacks/read-deployment.ts';
import { DEMO_NOTICE, generateDemo } from '../demo/index.ts';
import { type LocalCloud, startLocalCloud } from '../index.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { awaitRuns } from './await-runs.ts';
import { awaitUploads } from './await-uploads.ts';
import { type DropPlace, dropFiles } from './drop-files.ts';
import { type InputFile, listDataFolder } from './input-files.ts';
import { createNarrator, type Narrator } from './narrator.ts';
import type { StartOptions } from './options.ts';
import { type Summary, summarise } from './summary.ts';
import { synthesise } from './synthesise.ts';
import { createTokenSource } from './token-source.ts';

/** A started Tradewind whose data are in and whose runs have ended. */
export type Started = {
  cloud: LocalCloud;
  summary: Summary;
  uploads: Upload[];
  /** A fresh token of the first merchant's machine client. */
  token(): Promise<string>;
  /** The API that holds a market. */
  apiOf(market: string): ApiClient | undefined;
};

/**
 * Run the whole loop: synthesise, run the template, drop the files, wait until they are ingested, bring every market with
 * orders up to date.
 *
 * @param watch - given the cloud as soon as it runs, before a file is dropped
 * @throws InputError for a taken port or a broken data folder, before anything is made
 */
export async function start(
  root: string,
  options: StartOptions,
  watch: (cloud: LocalCloud) => void = () => undefined,
): Promise<Started> {
  const narrator = createNarrator((text) => process.stderr.write(text));
  const readFiles = await openSource(options, narrator);
  const { markets, merchants, regions } = readDeployment();
  const merchant = merchants[0]?.merchant;
  if (merchant === undefined) throw new InputError('infra/merchants.json names no merchant');
  if (options.fresh) await rm(options.stateDirectory, { recursive: true, force: true });
  await mkdir(options.stateDirectory, { recursive: true });

  const templatesDirectory = join(options.stateDirectory, 'cdk.out');
  const isNew = await synthesise(root, templatesDirectory, () => void readFiles());
  narrator.say(isNew ? 'the CDK app is synthesised' : 'the CDK app is as it was synthesised last');
  const cloud = await startLocalCloud({
    templatesDirectory,
    stateDirectory: options.stateDirectory,
    port: options.port,
    ...(options.shareOfItems === undefined ? {} : { shareOfItems: options.shareOfItems }),
    // the demo ends on a fixed date: a run as of last night would see months without a sale
    schedules: options.dataFolder !== undefined && !options.once,
  });
  try {
    watch(cloud);
    cloud.onProblem((message) => narrator.say(`problem: ${message}`));
    narrator.say(`the template runs at ${cloud.url}`);
    const token = createTokenSource(() => cloud.token({ client: merchant }));
    const apis = new Map(
      cloud.regions.map((region) => [region, createApiClient(`${cloud.url}/${region}`, token)]),
    );
    const homes = new Map(markets.map(({ market, homeRegion }) => [market, homeRegion]));
    const uploads = await bringIn({
      cloud,
      apis,
      files: readFiles(),
      merchant,
      homes,
      homeRegion: regions[0],
      options,
      narrator,
    });
    const runs = await awaitRuns(
      apis,
      markets.map(({ market, homeRegion, location }) => ({ market, region: homeRegion, location })),
      uploads,
      narrator,
    );
    const read = uploads.map(({ upload }) => upload);
    return {
      cloud,
      summary: summarise(read, runs, narrator.seconds(), cloud.peakMib()),
      uploads: read,
      token,
      apiOf: (market) => apis.get(homes.get(market) ?? ''),
    };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

/** List the files to drop: the user's at once, so that a broken folder is told first; the demo's are made when they are asked for. */
async function openSource({ dataFolder }: StartOptions, narrator: Narrator): Promise<() => InputFile[]> {
  if (dataFolder !== undefined) {
    const files = await listDataFolder(dataFolder);
    return () => files;
  }
  narrator.say(DEMO_NOTICE);
  let made: InputFile[] | undefined;
  return () => {
    made ??= generateDemo().map((file) => ({ ...file, read: async () => file.body }));
    return made;
  };
}

type BringIn = {
  cloud: LocalCloud;
  apis: ReadonlyMap<string, ApiClient>;
  files: readonly InputFile[];
  merchant: string;
  homes: ReadonlyMap<string, string>;
  homeRegion: string;
  options: StartOptions;
  narrator: Narrator;
};

/** Drop the files where their markets are at home (an unknown market's into the first region, which says why it is refused). */
async function bringIn({ cloud, apis, files, merchant, homes, homeRegion, options, narrator }: BringIn) {
  const places = new Map(cloud.regions.map((region) => [region, placeOf(cloud, region)]));
  const placesOf = (market: string): DropPlace[] => {
    const region = homes.get(market) ?? homeRegion;
    return [...places.values()].filter((place) => market === '_all' || place.region === region);
  };
  const { dropped, fresh } = await dropFiles({
    files,
    merchant,
    placesOf,
    journalFile: join(options.stateDirectory, 'dropped.json'),
    now: () => new Date().toISOString(),
  });
  narrator.say(`${fresh} of ${dropped.length} files dropped into the uploads buckets`);
  return awaitUploads(apis, dropped, narrator);
}

function placeOf(cloud: LocalCloud, region: string): DropPlace {
  const { s3 } = cloud.clients(region);
  const bucket = cloud.outputs(region).UploadsBucket;
  return {
    region,
    put: async (key, body) => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
  };
}

/** Leave address and token where the project's own commands look for them. */
export async function writeSession(stateRoot: string, cloud: LocalCloud, token: string): Promise<void> {
  await writeFile(join(stateRoot, 'token'), token, { mode: 0o600 });
  const deadLetters = cloud.regions.flatMap((region) => cloud.outputs(region).IngestDeadLettersArn ?? []);
  const uploads = Object.fromEntries(
    cloud.regions.map((region) => [region, cloud.outputs(region).UploadsBucket]),
  );
  const services = { endpoint: cloud.gatewayUrl, ...cloud.accessKey, uploads, deadLetters };
  const session = JSON.stringify({ url: cloud.url, token, services });
  await writeFile(join(stateRoot, 'session.json'), session, { mode: 0o600 });
}
