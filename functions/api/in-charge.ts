import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  createDecisionLists,
  createDecisionLog,
  createLogSalts,
  openDecisions,
  openDriftEnds,
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
import { createDriftEndRoutes } from './drift-ends.ts';
import type { RouteHandlers } from './request.ts';
import { createRightsRoutes } from './rights.ts';

/** Where a table is. */
type Open = (name: 'adjustments' | 'controls' | 'decisions' | 'decisionLog' | 'logSalts') => {
  client: DynamoDBClient;
  table: string;
  now: () => number;
};

type Given = Pick<ApiParts, 'tenants' | 'cursors' | 'announce' | 'audit' | 'now' | 'decisions'> &
  Pick<DecisionParts, 'controls' | 'policies'> & { open: Open };

/** Open the log that persons' acts are appended to, and the events that wait to be told. */
export const openActLog = (open: Open): Pick<DecisionParts, 'log' | 'untold'> => ({
  untold: openUntold(open('decisions')),
  log: createDecisionLog({
    client: open('decisionLog').client,
    acts: openLoggedActs(open('decisionLog')),
    salts: createLogSalts(openLogSalts(open('logSalts'))),
  }),
});

/** The routes by which people stay in charge: decisions, how far Tradewind may act, rights, alarms of drift, what changed. */
export function createInChargeRoutes({ open, decisions: signer, ...given }: Given) {
  const { client, table } = open('decisions');
  const parts: DecisionParts = {
    ...given,
    signer,
    rights: openRights(open('controls')),
    decisions: openDecisions(open('decisions')),
    limitsDecisions: openLimitsDecisions(open('decisions')),
    ...openActLog(open),
    lists: createDecisionLists(client, table),
  };
  return {
    ...createDecisionRoutes(parts),
    ...createAutomationRoutes(parts),
    ...createRightsRoutes(parts),
    ...createChangeRoutes(parts),
    ...createDriftEndRoutes({ ...parts, driftEnds: openDriftEnds(open('adjustments')) }),
  } satisfies Partial<RouteHandlers>;
}
