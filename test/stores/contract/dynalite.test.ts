import { startEmbeddedDynamo } from '../../functions/embedded-dynamo.ts';
import { documentContract } from './document-contract.ts';
import { logContract } from './log-contract.ts';
import { otherContract } from './other-contract.ts';

documentContract('dynalite', startEmbeddedDynamo);
logContract('dynalite', startEmbeddedDynamo);
otherContract('dynalite', startEmbeddedDynamo);
