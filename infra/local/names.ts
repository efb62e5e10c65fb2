import { createHash } from 'node:crypto';
import { InputError } from '../../lib/domain/index.ts';
import type { Json } from './json.ts';

/** The account of everything local; fauxqs writes it into queue names and cannot be told another. */
export const account = '000000000000';

/** What a resource's names are made from. */
export type Naming = {
  stack: string;
  region: string;
  id: string;
  type: string;
  /** An evaluated property as text, or `undefined`. */
  property(name: string): string | undefined;
  /** Where the gateway answers: queue URLs start with it. */
  gatewayUrl: string;
  /** Where the HTTP port answers. */
  url: string;
};

/** A resource's `Ref`, and its attributes for `Fn::GetAtt`. */
export type Names = { ref: string; attributes: { [name: string]: Json } };

/** Make `length` lower-case letters and digits that are always the same for the same text. */
export function stableId(text: string, length: number): string {
  const digest = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`);
  return digest.toString(36).padStart(length, '0').slice(-length);
}

/**
 * Give a resource its physical name and attributes.
 *
 * A resource without a name of its own is called `{stack}-{logical id}`, so that a restart finds it again.
 */
export function namesOf(naming: Naming): Names {
  const make = makers[naming.type];
  if (make) return make(naming);
  const ref = nameOf(naming);
  const service = naming.type.split('::')[1]?.toLowerCase() ?? 'local';
  return { ref, attributes: { Arn: arn(naming, service, ref) } };
}

/** Read one attribute. Those of resources that only the cloud has are placeholders that say so. */
export function attributeOf(names: Names, naming: Naming, attribute: string): Json {
  const value = names.attributes[attribute];
  if (value !== undefined) return value;
  if (makers[naming.type]) {
    throw new InputError(`the local cloud does not know ${attribute} of ${naming.type} (${naming.id})`);
  }
  return `${naming.id}.${attribute}.only-in-the-cloud`;
}

/** Where a queue answers. @param queue - its name or ARN @param endpoint - of whom is asked: the gateway, or fauxqs itself */
export const urlOfQueue = (endpoint: string, queue: string): string =>
  `${endpoint}/${account}/${queue.split(':').at(-1)}`;

function nameOf(naming: Naming, property = 'Name', longest = 63): string {
  const own = naming.property(property);
  if (own !== undefined) return own;
  const name = `${naming.stack}-${naming.id}`;
  return name.length <= longest ? name : `${name.slice(0, longest - 9)}-${stableId(name, 8)}`;
}

function arn({ region }: Naming, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

const makers: { [type: string]: (naming: Naming) => Names } = {
  'AWS::DynamoDB::GlobalTable': (naming) => {
    const ref = nameOf(naming, 'TableName', 255);
    return { ref, attributes: { Arn: arn(naming, 'dynamodb', `table/${ref}`), TableId: ref } };
  },
  'AWS::S3::Bucket': (naming) => {
    const ref = nameOf(naming, 'BucketName').toLowerCase();
    const regional = `${ref}.s3.${naming.region}.amazonaws.com`;
    return {
      ref,
      attributes: {
        Arn: `arn:aws:s3:::${ref}`,
        DomainName: `${ref}.s3.amazonaws.com`,
        RegionalDomainName: regional,
        DualStackDomainName: `${ref}.s3.dualstack.${naming.region}.amazonaws.com`,
      },
    };
  },
  'AWS::SQS::Queue': (naming) => {
    const QueueName = nameOf(naming, 'QueueName', 80);
    const QueueUrl = urlOfQueue(naming.gatewayUrl, QueueName);
    return { ref: QueueUrl, attributes: { Arn: arn(naming, 'sqs', QueueName), QueueName, QueueUrl } };
  },
  'AWS::Events::EventBus': (naming) => {
    const ref = nameOf(naming, 'Name', 256);
    return { ref, attributes: { Arn: arn(naming, 'events', `event-bus/${ref}`), Name: ref } };
  },
  'AWS::Events::Rule': (naming) => {
    const ref = nameOf(naming, 'Name', 64);
    return { ref, attributes: { Arn: arn(naming, 'events', `rule/${ref}`) } };
  },
  'AWS::Lambda::Function': (naming) => {
    const ref = nameOf(naming, 'FunctionName', 64);
    return { ref, attributes: { Arn: arn(naming, 'lambda', `function:${ref}`) } };
  },
  'AWS::Lambda::Version': (naming) => {
    const ref = `${functionArn(naming)}:1`;
    return { ref, attributes: { FunctionArn: ref, Version: '1' } };
  },
  'AWS::Lambda::Alias': (naming) => {
    const ref = `${functionArn(naming)}:${nameOf(naming)}`;
    return { ref, attributes: { AliasArn: ref } };
  },
  'AWS::IAM::Role': (naming) => {
    const ref = nameOf(naming, 'RoleName', 64);
    return { ref, attributes: { Arn: `arn:aws:iam::${account}:role/${ref}`, RoleId: ref } };
  },
  'AWS::StepFunctions::StateMachine': (naming) => {
    const Name = nameOf(naming, 'StateMachineName', 80);
    const ref = arn(naming, 'states', `stateMachine:${Name}`);
    return { ref, attributes: { Arn: ref, Name } };
  },
  'AWS::SecretsManager::Secret': (naming) => {
    const name = nameOf(naming);
    const ref = arn(naming, 'secretsmanager', `secret:${name}-${stableId(name, 6)}`);
    return { ref, attributes: { Id: ref } };
  },
  'AWS::Cognito::UserPool': (naming) => {
    const ref = `${naming.region}_${stableId(`${naming.stack}/${naming.id}`, 9)}`;
    return {
      ref,
      attributes: {
        Arn: arn(naming, 'cognito-idp', `userpool/${ref}`),
        UserPoolId: ref,
        ProviderName: `cognito-idp.${naming.region}.amazonaws.com/${ref}`,
        ProviderURL: `${naming.url}/${ref}`,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': (naming) => {
    const ref = stableId(`${naming.stack}/${naming.id}`, 26);
    return { ref, attributes: { ClientId: ref } };
  },
  'AWS::Cognito::UserPoolResourceServer': (naming) => ({
    ref: nameOf(naming, 'Identifier'),
    attributes: {},
  }),
  'AWS::Cognito::UserPoolDomain': (naming) => ({
    ref: nameOf(naming, 'Domain'),
    attributes: { CloudFrontDistribution: 'only-in-the-cloud' },
  }),
  'AWS::ApiGatewayV2::Api': (naming) => {
    const ref = stableId(`${naming.stack}/${naming.id}`, 10);
    return { ref, attributes: { ApiId: ref, ApiEndpoint: `${naming.url}/${naming.region}` } };
  },
  'AWS::ApiGatewayV2::Stage': (naming) => ({ ref: nameOf(naming, 'StageName'), attributes: {} }),
  'AWS::CloudFront::Distribution': (naming) => {
    const ref = stableId(`${naming.stack}/${naming.id}`, 14).toUpperCase();
    const DomainName = `${ref.toLowerCase()}.cloudfront.net`;
    return {
      ref,
      attributes: { Id: ref, DomainName, Arn: `arn:aws:cloudfront::${account}:distribution/${ref}` },
    };
  },
  'AWS::SNS::Topic': (naming) => {
    const TopicName = nameOf(naming, 'TopicName');
    const ref = arn(naming, 'sns', TopicName);
    return { ref, attributes: { TopicArn: ref, TopicName } };
  },
  'AWS::KMS::Key': (naming) => {
    const ref = stableId(`${naming.stack}/${naming.id}`, 36);
    return { ref, attributes: { Arn: arn(naming, 'kms', `key/${ref}`), KeyId: ref } };
  },
  'AWS::Logs::LogGroup': (naming) => {
    const ref = nameOf(naming, 'LogGroupName', 512);
    return { ref, attributes: { Arn: arn(naming, 'logs', `log-group:${ref}:*`) } };
  },
};

/** The ARN of the function that a version or alias stands for; its property is a name or an ARN. */
function functionArn(naming: Naming): string {
  const named = naming.property('FunctionName') ?? '';
  return named.startsWith('arn:') ? named : arn(naming, 'lambda', `function:${named}`);
}
