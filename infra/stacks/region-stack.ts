import { CfnRule, Fn, Stack, Tags } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeCdkHelpers } from '../constructs/acknowledge-cdk-helpers.ts';
import type { Bundles } from '../constructs/bundle-functions.ts';
import type { DataBuckets } from '../constructs/data-buckets.ts';
import { ExportQueue } from '../constructs/export-queue.ts';
import { functionNames } from '../constructs/function-catalog.ts';
import { HttpInterface } from '../constructs/http-interface.ts';
import { IngestQueue } from '../constructs/ingest-queue.ts';
import { LakeReaders } from '../constructs/lake-readers.ts';
import { LakeTables } from '../constructs/lake-tables.ts';
import { Monitoring } from '../constructs/monitoring.ts';
import { Nightly } from '../constructs/nightly.ts';
import { Notices } from '../constructs/notices.ts';
import { PrivacyQueue } from '../constructs/privacy-queue.ts';
import { RegionFunctions } from '../constructs/region-functions.ts';
import { RegionStores } from '../constructs/region-stores.ts';
import { Schedules } from '../constructs/schedules.ts';
import { apiAddressName, type HomeFacts, HomeRegion, homeFromParameters, tell } from './home-region.ts';
import type { Deployment } from './read-deployment.ts';
import type { DeploymentSettings } from './read-settings.ts';

export type RegionStackProps = {
  region: string;
  deployment: Deployment;
  settings: DeploymentSettings;
  bundles: Bundles;
  /** Folder of the built console. */
  page: string;
};

/**
 * Everything of the markets that are at home in one region; their data stay in it. The first region's stack is the home
 * stack: it also holds who is who and the console, which the others are told of by parameters.
 */
export class RegionStack extends Stack {
  constructor(scope: Construct, id: string, props: RegionStackProps) {
    const { region, settings } = props;
    super(scope, id, {
      env: { region },
      description: `Tradewind in ${region}`,
      terminationProtection: settings.target === 'deploy',
    });
    Tags.of(this).add('project', 'tradewind');
    Tags.of(this).add('homeRegion', region);
    const stores = new RegionStores(this, 'Stores');
    const { key, buckets } = stores;
    const bus = new EventBus(this, 'Events', { description: 'What Tradewind says aloud in this region' });
    const functions = createFunctions(this, { stores, bus }, props);
    const ingest = new IngestQueue(this, 'Ingest', { uploads: buckets.uploads });
    functions.feedIngest(ingest.queue, settings.concurrency.ingest);
    const exports = createExports(this, { key, functions }, settings);
    const privacy = new PrivacyQueue(this, 'Privacy', { key });
    functions.feedPrivacy(privacy.queue);
    const notices = createNotices(this, { bus, key, functions }, props);
    const { machine } = new Nightly(this, 'Nightly', {
      plan: functions.named('plan'),
      forecast: functions.named('forecast'),
      segment: functions.named('segment'),
      learn: functions.named('learn'),
      report: functions.named('report'),
      lake: buckets.lake,
      concurrency: settings.concurrency.map,
      key,
    });
    functions.letStartRuns(machine);
    const { merchants } = props.deployment;
    const schedules = new Schedules(this, 'Schedules', {
      machine,
      sweep: functions.named('sweep'),
      markets: marketsOf(props),
      merchants,
      key,
    });

    openLake(this, stores, props);

    const home = isHome(props)
      ? new HomeRegion(this, 'Home', { ...props, functions, accessLogs: buckets.accessLogs })
      : undefined;
    const facts = home ?? homeFromParameters(this, settings);
    const origins = [facts.consoleUrl, ...settings.origins];
    buckets.openToPages(origins);
    const { api } = createInterface(this, functions, facts, { ...props, origins });
    const deadLetters = {
      Ingest: ingest.deadLetters,
      Exports: exports.deadLetters,
      Privacy: privacy.deadLetters,
      Notices: notices.deadLetters,
      Schedules: schedules.deadLetters,
    };
    const { topic } = new Monitoring(this, 'Monitoring', {
      ...{ key, machine, api, deadLetters },
      functions: functions.all(),
      sweep: functions.named('sweep'),
      uploads: ingest.queue,
      alarmEmail: settings.alarmEmail,
    });
    home?.finish({ api: api.apiEndpoint, topic });

    tellAddresses(this, { region, api, buckets, machine, topic, bus, deadLetters, notices });
    acknowledgeCdkHelpers(this, home?.site);
    if (settings.target !== 'deploy') refuseDeployment(this);
  }
}

/** Lead from the API's wishes for files to the function that makes them. */
function createExports(
  stack: Stack,
  { key, functions }: { key: Key; functions: RegionFunctions },
  { concurrency }: DeploymentSettings,
): ExportQueue {
  const exports = new ExportQueue(stack, 'Exports', { key });
  functions.feedExport(exports.queue, concurrency.exports);
  functions.letExport('api', exports.queue);
  return exports;
}

/** Make the lake readable by Athena, and give each merchant a policy for those who read it. */
function openLake(stack: Stack, { buckets: { lake }, key }: RegionStores, props: RegionStackProps): void {
  const { merchants } = props.deployment;
  new LakeTables(stack, 'LakeTables', { lake, merchants, markets: marketsOf(props) });
  for (const { merchant } of merchants) {
    const { policy } = new LakeReaders(stack, `LakeReaders-${merchant}`, { merchant, lake, key });
    const what = `Attach to those who read the lake of ${merchant}`;
    tell(stack, `LakeReaderPolicy${merchant.replaceAll(/[^A-Za-z0-9]/g, '')}`, policy.managedPolicyArn, what);
  }
}

const isHome = ({ region, deployment }: RegionStackProps): boolean => region === deployment.regions[0];

const marketsOf = ({ region, deployment }: RegionStackProps) =>
  deployment.markets.filter(({ homeRegion }) => homeRegion === region);

function createNotices(
  stack: Stack,
  { bus, key, functions }: { bus: EventBus; key: Key; functions: RegionFunctions },
  props: RegionStackProps,
): Notices {
  const { settings } = props;
  const notices = new Notices(stack, 'Notices', {
    ...{ bus, key, tries: settings.noticeTries },
    merchants: merchantsOf(props),
  });
  functions.feedNotify(notices, settings, settings.concurrency.notices);
  return notices;
}

/** The merchants that trade in this region, with their markets in it. */
const merchantsOf = (props: RegionStackProps) => {
  const here = marketsOf(props).map(({ market }) => market);
  return props.deployment.merchants
    .map((merchant) => ({ ...merchant, markets: merchant.markets.filter((market) => here.includes(market)) }))
    .filter(({ markets }) => markets.length > 0);
};

function createFunctions(
  stack: Stack,
  { stores, bus }: { stores: RegionStores; bus: EventBus },
  props: RegionStackProps,
): RegionFunctions {
  const { deployment, settings, bundles } = props;
  const issuesTokens = isHome(props) && settings.issuer === undefined;
  return new RegionFunctions(stack, 'Functions', {
    names: functionNames.filter((name) => name !== 'identity' || issuesTokens),
    bundles,
    stores,
    bus,
    settings: {
      MARKETS: JSON.stringify(marketsOf(props)),
      // whom a merchant has told is notify's alone to know
      MERCHANTS: JSON.stringify(deployment.merchants.map(({ notices: _, ...merchant }) => merchant)),
      REGIONS: JSON.stringify(
        Object.fromEntries(deployment.markets.map(({ market, homeRegion }) => [market, homeRegion])),
      ),
      FORECAST_BUDGET_MS: String(settings.forecastBudgetMs),
      RUN_LATE_MINUTES: String(settings.runLateMinutes),
      DATA_STALE_DAYS: String(settings.dataStaleDays),
    },
  });
}

function createInterface(
  stack: Stack,
  functions: RegionFunctions,
  home: HomeFacts,
  { deployment, origins }: { deployment: Deployment; origins: string[] },
) {
  return new HttpInterface(stack, 'Http', {
    functions: { api: functions.named('api'), recommend: functions.named('recommend') },
    issuer: home.issuer,
    audience: home.audience,
    origins,
    markets: deployment.markets,
  });
}

type Addresses = {
  region: string;
  api: HttpApi;
  buckets: DataBuckets;
  machine: StateMachine;
  topic: ITopic;
  bus: EventBus;
  deadLetters: { Ingest: IQueue; Notices: IQueue };
  notices: Pick<Notices, 'queue'>;
};

/** Put out what people and other stacks need to know of this one. */
function tellAddresses(stack: Stack, addresses: Addresses): void {
  const { region, api, buckets, machine, topic, bus, deadLetters, notices } = addresses;
  tell(stack, 'ApiUrl', api.apiEndpoint, 'The API of this region');
  tell(stack, apiAddressName(region), api.apiEndpoint, 'The same, named as the home stack’s parameter');
  tell(stack, 'UploadsBucket', buckets.uploads.bucketName, 'Drop files at {merchant}/{market}/{kind}/');
  tell(stack, 'LakeBucket', buckets.lake.bucketName, 'Parquet, also for Athena and Spark');
  tell(stack, 'StateMachineArn', machine.stateMachineArn, 'The run of one market');
  tell(stack, 'AlarmTopicArn', topic.topicArn, 'Subscribe to be told');
  tell(stack, 'EventBusName', bus.eventBusName, 'Rules of your own act on events');
  tell(
    stack,
    'IngestDeadLettersArn',
    deadLetters.Ingest.queueArn,
    'Messages that ingest failed on: npm run redrive',
  );
  tell(stack, 'NoticesQueueArn', notices.queue.queueArn, 'Events that are to be told');
  tell(stack, 'NoticesDeadLettersArn', deadLetters.Notices.queueArn, 'Events that a webhook never took');
}

/** Bundles made for this machine lack what Lambda's platform needs: CloudFormation refuses them before it makes anything. */
function refuseDeployment(stack: Stack): void {
  new CfnRule(stack, 'MadeForDeployment', {
    assertions: [
      {
        assert: Fn.conditionEquals('made for', 'this machine'),
        assertDescription: 'Deploy with: npx cdk deploy -c target=deploy',
      },
    ],
  });
}
