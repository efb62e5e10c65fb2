import { CfnOutput, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ConsoleDeployment } from '../constructs/console-deployment.ts';
import { ConsoleSite } from '../constructs/console-site.ts';
import { IdentityProvider } from '../constructs/identity-provider.ts';
import { MonthlyBudget } from '../constructs/monthly-budget.ts';
import type { RegionFunctions } from '../constructs/region-functions.ts';
import type { Deployment } from './read-deployment.ts';
import type { DeploymentSettings } from './read-settings.ts';

export type HomeRegionProps = {
  deployment: Deployment;
  settings: DeploymentSettings;
  /** Folder of the built console. */
  page: string;
  functions: RegionFunctions;
  accessLogs: Bucket;
};

/** What every region has to know of the home region. */
export type HomeFacts = { issuer: string; audience: string[]; consoleUrl: string };

/** The parts that exist once, in the first market's home region: who is who, the console, the budget. */
export class HomeRegion extends Construct implements HomeFacts {
  readonly issuer: string;
  readonly audience: string[];
  readonly consoleUrl: string;
  readonly site: ConsoleSite;
  private readonly clientId: string;
  private readonly props: HomeRegionProps;

  constructor(scope: Construct, id: string, props: HomeRegionProps) {
    super(scope, id);
    this.props = props;
    this.site = new ConsoleSite(this, 'Console', {
      accessLogs: props.accessLogs,
      mayCall: originsOf(props, Stack.of(this).region),
    });
    this.consoleUrl = this.site.url;
    const { issuer, audience, clientId } = props.settings.issuer
      ? foreignIssuer(props.settings.issuer)
      : this.createIssuer(props);
    this.issuer = issuer;
    this.audience = audience;
    this.clientId = clientId;
    tell(this, 'IssuerUrl', issuer, 'Who issues tokens, for all regions');
    tell(this, 'Audience', Fn.join(',', audience), 'Whom tokens are for: the clients');
    tell(this, 'ConsoleUrl', this.consoleUrl, 'The console');
  }

  /** Lay out the console and set the budget, once this region's API and alarms exist. */
  finish({ api, topic }: { api: string; topic: ITopic }): void {
    const { deployment, page, settings } = this.props;
    const [home, ...others] = deployment.regions;
    new ConsoleDeployment(this, 'ConsoleFiles', {
      site: this.site,
      page,
      config: {
        regions: [
          { region: home, api },
          ...others.map((region) => ({ region, api: this.addressOf(region) })),
        ],
        issuer: this.issuer,
        clientId: this.clientId,
      },
    });
    new MonthlyBudget(this, 'Budget', { usd: settings.monthlyBudgetUsd, topic });
  }

  private createIssuer({ deployment, functions }: HomeRegionProps) {
    const provider = new IdentityProvider(this, 'Identity', {
      merchants: deployment.merchants,
      tokenClaims: functions.named('identity'),
      consoleUrl: this.consoleUrl,
    });
    for (const [merchant, client] of provider.machineClients)
      tell(
        this,
        `MachineClient${pascal(merchant)}`,
        client.userPoolClientId,
        `Client of ${merchant}’s programs`,
      );
    tell(this, 'TokenUrl', provider.tokenUrl, 'Where clients get tokens');
    tell(this, 'UserPoolId', provider.pool.userPoolId, 'Where people are invited');
    return {
      issuer: provider.issuer,
      audience: provider.audience,
      clientId: provider.consoleClient.userPoolClientId,
    };
  }

  /** Another region's API: known after that region's first deployment, so a parameter, empty at first. */
  private addressOf(region: string): string {
    return new CfnParameter(Stack.of(this), apiAddressName(region), {
      description: `The output ApiUrl of the stack in ${region}; empty until there is one`,
      default: '',
    }).valueAsString;
  }
}

/** What a region other than the home region is told at deployment: the home stack's outputs of the same names. */
export function homeFromParameters(stack: Stack, settings: DeploymentSettings): HomeFacts {
  const parameter = (name: string, type: string, description: string) =>
    new CfnParameter(stack, name, { type, description: `The home stack’s output ${name}: ${description}` });
  const consoleUrl = parameter('ConsoleUrl', 'String', 'the console').valueAsString;
  if (settings.issuer !== undefined) {
    const { issuer, audience } = foreignIssuer(settings.issuer);
    return { issuer, audience, consoleUrl };
  }
  return {
    issuer: parameter('IssuerUrl', 'String', 'who issues tokens').valueAsString,
    audience: parameter('Audience', 'CommaDelimitedList', 'whom tokens are for').valueAsList,
    consoleUrl,
  };
}

/** The name under which a region's API address is put out and taken in: `ApiUrlApNortheast1`. */
export const apiAddressName = (region: string): string => `ApiUrl${pascal(region)}`;

/** Put out a value of the stack under its plain name. */
export function tell(scope: Construct, name: string, value: string, description: string): void {
  new CfnOutput(scope, name, { value, description }).overrideLogicalId(name);
}

const pascal = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const foreignIssuer = ({ url, audience }: NonNullable<DeploymentSettings['issuer']>) => ({
  issuer: url,
  audience,
  clientId: audience[0] ?? '',
});

/** What the console's page may call: the API of every region, its bucket for uploads, and the issuer. */
function originsOf({ deployment, settings }: HomeRegionProps, home: string): string[] {
  const apis = deployment.regions.flatMap((region) => [
    `https://*.execute-api.${region}.amazonaws.com`,
    `https://*.s3.${region}.amazonaws.com`,
  ]);
  if (settings.issuer !== undefined) return [...apis, new URL(settings.issuer.url).origin];
  return [...apis, `https://cognito-idp.${home}.amazonaws.com`, `https://*.auth.${home}.amazoncognito.com`];
}
