import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  createDecisionLists,
  createDecisionLog,
  createLogSalts,
  openDecisions,
  openLimitsDecisions,
  openLoggedActs,
  openLogSalts,
  openRights,
  openUntold,
} from '../../lib/stores/index.ts';
import type { ApiParts } from './api.ts';
import { createAutomationRoutes } from './automation.ts';
import { createChangeRoutes } from './changes.ts';
import type { DecisionParts } from './decision-parts.ts';
import { createDecisionRoutes } from './decisions.ts';
import type { RouteHandlers } from './request.ts';
import { createRightsRoutes } from './rights.ts';

type Given = Pick<ApiParts, 'tenants' | 'cursors' | 'announce' | 'audit' | 'now' | 'decisions'> &
  Pick<DecisionParts, 'controls' | 'policies'> & {
    /** Where a table is. */
    open: (name: 'controls' | 'decisions' | 'decisionLog' | 'logSalts') => {
      client: DynamoDBClient;
      table: string;
      now: () => number;
    };
  };

/** The routes by which people stay in charge: decisions, how far Tradewind may act, rights, what changed. */
export function createInChargeRoutes({ open, decisions: signer, ...given }: Given) {
  const { client, table } = open('decisions');
  const parts: DecisionParts = {
    ...given,
    signer,
    rights: openRights(open('controls')),
    decisions: openDecisions(open('decisions')),
    limitsDecisions: openLimitsDecisions(open('decisions')),
    untold: openUntold(open('decisions')),
    lists: createDecisionLists(client, table),
    log: createDecisionLog({
      client,
      acts: openLoggedActs(open('decisionLog')),
      salts: createLogSalts(openLogSalts(open('logSalts'))),
    }),
  };
  return {
    ...createDecisionRoutes(parts),
    ...createAutomationRoutes(parts),
    ...createRightsRoutes(parts),
    ...createChangeRoutes(parts),
  } satisfies Partial<RouteHandlers>;
}
