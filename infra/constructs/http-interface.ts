import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Market, type Route, requestsPerSecond, routes, type Scope } from '../../lib/domain/index.ts';
import { acknowledge } from './acknowledge.ts';

export type HttpInterfaceProps = {
  functions: Readonly<Record<Route['function'], IFunction>>;
  issuer: string;
  audience: string[];
  /** Where pages may call from: scheme and host, no wildcard. */
  origins: string[];
  markets: readonly Market[];
};

/** Requests a second that one deployment serves in a region, and what it takes at once: each costs money. */
const THROTTLE = { rateLimit: 100, burstLimit: 200 };

/** The HTTP API of one region, made from the list of routes in the domain. */
export class HttpInterface extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, props: HttpInterfaceProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: 'tradewind',
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: props.origins,
        allowMethods: [...new Set(routes.map(({ method }) => CorsHttpMethod[method]))],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
        exposeHeaders: ['etag', 'link', 'location', 'x-request-id', 'idempotency-replayed'],
        maxAge: Duration.hours(1),
      },
    });
    this.stage = this.createStage();
    this.addRoutes(props);
    this.limitRoutes();
  }

  /** Hold routes that cost more than an answer to a lower rate than the API as a whole. */
  private limitRoutes(): void {
    const settings = Object.entries(requestsPerSecond).map(([route, perSecond]) => [
      route,
      { ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: perSecond, DetailedMetricsEnabled: true },
    ]);
    // a stage of the HTTP API is made of this resource; the construct has no property for single routes
    const stage = this.stage.node.defaultChild as CfnStage;
    stage.addPropertyOverride('RouteSettings', Object.fromEntries(settings));
  }

  private createStage(): HttpStage {
    const logGroup = new LogGroup(this, 'AccessLogs', { retention: RetentionDays.THREE_MONTHS });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: THROTTLE,
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        // the route, not the path: a path may name a SKU or a buyer
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            at: '$context.requestTime',
            route: '$context.routeKey',
            status: '$context.status',
            milliseconds: '$context.responseLatency',
            merchant: '$context.authorizer.claims.merchant',
            error: '$context.error.message',
          }),
        ),
      },
    });
  }

  private addRoutes({ functions, issuer, audience, markets }: HttpInterfaceProps): void {
    const authorizer = new HttpJwtAuthorizer('Tokens', issuer, { jwtAudience: audience });
    const integrations = {
      api: integrationOf('Api', functions.api),
      recommend: integrationOf('Recommend', functions.recommend),
    };
    for (const route of routes) {
      const [added] = this.api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration: integrations[route.function],
        ...(route.scope === null
          ? { authorizer: new HttpNoneAuthorizer() }
          : { authorizer, authorizationScopes: scopesFor(route.scope, markets) }),
      });
      // a stage may only limit a route that is there
      if (added !== undefined) this.stage.node.addDependency(added);
      if (route.scope === null && added !== undefined)
        acknowledge(added, { APIG4: `${route.summary} Open by design: it tells nothing of a merchant.` });
    }
  }
}

/** One permission a function lets the whole API call it: the routes are the only ones that name it. */
const integrationOf = (id: string, fn: IFunction): HttpLambdaIntegration =>
  new HttpLambdaIntegration(id, fn, { scopePermissionToRoute: false });

/** A person may decide everywhere, or in some markets: the function checks which. */
const scopesFor = (scope: Scope, markets: readonly Market[]): string[] =>
  scope === 'decide' ? [scope, ...markets.map(({ market }) => `decide:${market}`)] : [scope];
