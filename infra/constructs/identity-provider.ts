import { Aws, Duration, Fn } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type Merchant, scopes } from '../../lib/domain/index.ts';
import { acknowledge } from './acknowledge.ts';

export type IdentityProviderProps = {
  merchants: readonly Merchant[];
  /** Turns a merchant's scope `tradewind-demo/read` into `read` with the claim `merchant`. */
  tokenClaims: IFunction;
  consoleUrl: string;
};

/**
 * Who is who, for all regions: people of the console, and one machine client a merchant.
 *
 * A merchant's scopes belong to a resource server of its own, so a client of one merchant can't ask for another's; a
 * person's merchant is an attribute that only an administrator writes.
 */
export class IdentityProvider extends Construct {
  readonly pool: UserPool;
  readonly domain: UserPoolDomain;
  readonly consoleClient: UserPoolClient;
  readonly machineClients: ReadonlyMap<string, UserPoolClient>;

  constructor(scope: Construct, id: string, props: IdentityProviderProps) {
    super(scope, id);
    this.pool = createPool(this);
    this.pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      props.tokenClaims,
      LambdaVersion.V3_0,
    );
    const scopesOf = new Map(
      props.merchants.map((merchant) => [merchant.merchant, this.addScopes(merchant)]),
    );
    this.machineClients = new Map(
      [...scopesOf].map(([merchant, allowed]) => [merchant, this.addMachineClient(merchant, allowed)]),
    );
    this.consoleClient = this.addConsoleClient(props.consoleUrl);
    // names of domains are shared by all accounts
    this.domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: Fn.join('-', ['tradewind', Aws.ACCOUNT_ID]) },
    });
  }

  /** Where clients get tokens. */
  get tokenUrl(): string {
    return `${this.domain.baseUrl()}/oauth2/token`;
  }

  /** The issuer, as tokens name it. */
  get issuer(): string {
    return this.pool.userPoolProviderUrl;
  }

  /** Whom tokens may be for: every client. */
  get audience(): string[] {
    return [this.consoleClient, ...this.machineClients.values()].map((client) => client.userPoolClientId);
  }

  private addScopes({ merchant, name, markets }: Merchant): OAuthScope[] {
    const names = [...scopes, ...markets.map((market) => `decide:${market}`)];
    const offered = names.map(
      (scopeName) => new ResourceServerScope({ scopeName, scopeDescription: `${scopeName} for ${name}` }),
    );
    const server = this.pool.addResourceServer(`Scopes-${merchant}`, {
      identifier: `tradewind-${merchant}`,
      scopes: offered,
    });
    return offered.map((one) => OAuthScope.resourceServer(server, one));
  }

  private addMachineClient(merchant: string, allowed: OAuthScope[]): UserPoolClient {
    return this.pool.addClient(`Machine-${merchant}`, {
      generateSecret: true,
      authFlows: {},
      oAuth: { flows: { clientCredentials: true }, scopes: allowed },
      accessTokenValidity: Duration.hours(1),
      enableTokenRevocation: true,
    });
  }

  private addConsoleClient(consoleUrl: string): UserPoolClient {
    return this.pool.addClient('Console', {
      // a page can't keep a secret: authorization code with PKCE
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        // what a person may do comes from the groups they are in, which carry the names of scopes
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [consoleUrl],
        logoutUrls: [consoleUrl],
      },
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      readAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true })
        .withCustomAttributes('merchant'),
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
    });
  }
}

function createPool(scope: Construct): UserPool {
  const pool = new UserPool(scope, 'Pool', {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    // the plan from which on machine tokens can be given claims
    featurePlan: FeaturePlan.ESSENTIALS,
    customAttributes: { merchant: new StringAttribute({ mutable: true, maxLen: 31 }) },
    deletionProtection: true,
  });
  acknowledge(pool, {
    COG2: 'Many deployments sign in through their own company directory, which asks for the second factor itself.',
    COG8: 'The plan with threat protection costs several times as much per user; a deployment can choose it.',
  });
  return pool;
}
