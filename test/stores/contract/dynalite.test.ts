import { startEmbeddedDynamo } from '../../functions/embedded-dynamo.ts';
import { documentContract } from './document-contract.ts';
import { otherContract } from './other-contract.ts';

documentContract('dynalite', startEmbeddedDynamo);
otherContract('dynalite', startEmbeddedDynamo);
