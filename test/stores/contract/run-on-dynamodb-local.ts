/**
 * Runs the contract of the stores on Amazon's DynamoDB Local: `npm run test:dynamodb-local`. Its jar comes from the npm package
 * amplify-dynamodb-simulator, once, into `.cache/`; another one is taken from `DYNAMODB_LOCAL_JAR`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = 'amplify-dynamodb-simulator@2.9.30';
const folder = join(process.cwd(), '.cache', 'dynamodb-local');
const fetched = join(folder, 'package', 'emulator', 'DynamoDBLocal.jar');

/** Fetch the jar where it is not there yet. @returns its path */
function fetchJar(): string {
  if (existsSync(fetched)) return fetched;
  mkdirSync(folder, { recursive: true });
  const [archive = ''] = execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .slice(-1);
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  return fetched;
}

if (spawnSync('java', ['-version']).status !== 0) {
  console.log('skipped: DynamoDB Local needs Java 17 or later, and there is none on the path');
  process.exit(0);
}
const DYNAMODB_LOCAL_JAR = process.env.DYNAMODB_LOCAL_JAR ?? fetchJar();
const { status } = spawnSync('npm', ['test', '--', 'test/stores/contract'], {
  stdio: 'inherit',
  env: { ...process.env, DYNAMODB_LOCAL_JAR },
});
process.exit(status ?? 1);
