import { decisionClaimsSchema } from '../../lib/domain/index.ts';
import { createDynamoClient, PROMPT_ATTEMPTS } from '../../lib/runtime/clients.ts';
import { instantNow } from '../../lib/runtime/clock.ts';
import { readConfiguration } from '../../lib/runtime/configuration.ts';
import { createCustomerNames, createNamesBefore } from '../../lib/runtime/customer-names.ts';
import { createFailureLog } from '../../lib/runtime/failure-log.ts';
import { httpFunction } from '../../lib/runtime/http-function.ts';
import { createSecretReader, createSecretsClient } from '../../lib/runtime/secrets.ts';
import { createSigner } from '../../lib/runtime/signing.ts';
import { createTenants } from '../../lib/runtime/tenancy.ts';
import { createHotPathReader } from '../../lib/stores/hot-path.ts';
import { createHandler } from './handler.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_POLICIES',
  'TABLE_CONTROLS',
  'TABLE_INSIGHTS',
  'TABLE_DECISIONS',
  'MARKETS',
  'MERCHANTS',
  'SECRET_SIGNING',
  'SECRET_PSEUDONYMS',
]);

const secrets = createSecretsClient();
const readSigning = createSecretReader(configuration.SECRET_SIGNING, secrets);
const readPseudonyms = createSecretReader(configuration.SECRET_PSEUDONYMS, secrets);
// begun while the process starts, so that the first request need not wait; a failure shows, and is tried again, there
for (const read of [readSigning, readPseudonyms]) read().catch(() => undefined);

const log = createFailureLog();

export const handler = httpFunction(
  log,
  createHandler({
    log,
    tenants: createTenants(configuration.MERCHANTS, configuration.MARKETS),
    readRows: createHotPathReader(createDynamoClient({ maxAttempts: PROMPT_ATTEMPTS }), {
      policies: configuration.TABLE_POLICIES,
      controls: configuration.TABLE_CONTROLS,
      insights: configuration.TABLE_INSIGHTS,
      decisions: configuration.TABLE_DECISIONS,
    }),
    customerNames: createCustomerNames(readPseudonyms),
    namesBefore: createNamesBefore(readPseudonyms),
    decisions: createSigner('decision', decisionClaimsSchema, readSigning),
    now: instantNow,
  }),
);
