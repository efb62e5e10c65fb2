/**
 * Starts the mini app in a process of its own, to be killed: uploads a manifest of two slow shards, starts an execution
 * named `night`, and says so on standard output when its first shard is being worked on.
 * Usage: node mini-run.ts <templates> <state>
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { startMiniCloud } from './mini-cloud.ts';

const [templates = '', state = ''] = process.argv.slice(2);
const cloud = await startMiniCloud({ templates, state, remove: async () => undefined });
const { UploadsBucket: Bucket, MachineArn: stateMachineArn } = cloud.outputs('eu-central-1');
const { s3, stepFunctions } = cloud.clients('eu-central-1');
const shards = ['slow-1', 'slow-2'].map((shard) => ({ shard, waitMs: 1000 }));
cloud.onProgress(({ state: name, kind }) => {
  // by then the function's process has started, or is about to
  if (name === 'Work' && kind === 'entered') setTimeout(() => process.stdout.write('working\n'), 700);
});
await s3.send(new PutObjectCommand({ Bucket, Key: 'night.json', Body: JSON.stringify(shards) }));
const input = JSON.stringify({ manifest: 'night.json' });
await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name: 'night', input }));
