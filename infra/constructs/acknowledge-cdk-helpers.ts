import type { Stack } from 'aws-cdk-lib';
import { acknowledge, wildcardBehind } from './acknowledge.ts';
import type { ConsoleSite } from './console-site.ts';

const BASIC_ROLE =
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]';
const OWN_ROLE = 'A function of the CDK itself, which runs at deployment alone: the CDK gives it this role.';

/**
 * Accept what the CDK's own deployment functions bring along: one sets the bucket's notifications, one copies the
 * console's files. Neither is ours to narrow, and neither runs between deployments.
 *
 * @param site - the console, in the stack that has it
 */
export function acknowledgeCdkHelpers(stack: Stack, site: ConsoleSite | undefined): void {
  for (const helper of stack.node.children) {
    if (helper.node.id.startsWith('BucketNotificationsHandler'))
      acknowledge(helper, { [BASIC_ROLE]: OWN_ROLE });
    if (helper.node.id.startsWith('Custom::CDKBucketDeployment') && site !== undefined)
      acknowledge(helper, {
        [BASIC_ROLE]: OWN_ROLE,
        L1: 'The CDK names the runtime of its own function and raises it with its versions.',
        ...wildcards(stack, site),
      });
  }
}

function wildcards(stack: Stack, site: ConsoleSite): Record<string, string> {
  const assets = `arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-${stack.region}/*`;
  return Object.fromEntries(
    [
      'IAM5[Action::s3:GetBucket*]',
      'IAM5[Action::s3:GetObject*]',
      'IAM5[Action::s3:List*]',
      'IAM5[Action::s3:Abort*]',
      'IAM5[Action::s3:DeleteObject*]',
      `IAM5[Resource::${assets}]`,
      wildcardBehind(site.bucket, '/*'),
      // CloudFront takes no resource for invalidations made by another service
      'IAM5[Resource::*]',
    ].map((finding) => [
      finding,
      'It copies whatever files the page has from the assets to the console’s bucket.',
    ]),
  );
}
