import type { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { DataBuckets } from './data-buckets.ts';
import { createDataKey } from './data-key.ts';
import { DataTables } from './data-tables.ts';

/** All that keeps data in one region, and the key that encrypts it. */
export class RegionStores extends Construct {
  readonly key: Key;
  readonly buckets: DataBuckets;
  readonly tables: DataTables;
  readonly secrets: { signing: Secret; pseudonyms: Secret };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = createDataKey(this);
    this.buckets = new DataBuckets(this, 'Buckets', { key: this.key });
    this.tables = new DataTables(this, 'Tables', { key: this.key });
    this.secrets = {
      signing: this.createSecret('Signing', 'Signs decision tokens'),
      pseudonyms: this.createSecret('Pseudonyms', 'Turns customer codes into pseudonyms'),
    };
  }

  private createSecret(id: string, description: string): Secret {
    const secret = new Secret(this, id, {
      description,
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    acknowledge(secret, {
      SMG4: 'A new key makes old tokens and pseudonyms unreadable: it comes with a job, never on a timer.',
    });
    return secret;
  }
}
