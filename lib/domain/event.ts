import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { unitPriceSchema } from './money.ts';
import { sealNoteSchema } from './seal-note.ts';
import { stopCauses } from './stop-causes.ts';

/**
 * What every event says of itself. `id` is made from what happened, not from when it was told: the same happening told
 * twice has the same id, so that whoever listens can leave the second one out.
 */
const told = {
  id: z
    .string()
    .check(z.regex(/^[A-Za-z0-9_:#-]{1,200}$/, 'must be 1 to 200 letters, digits, "_", ":", "#" or "-"')),
  merchant: z.string().check(z.minLength(1)),
  /** `_all` for a file that holds for every market. */
  market: z.string(),
  at: isoInstant,
};

const rowCounts = z.object({ read: z.int(), accepted: z.int(), quarantined: z.int(), waiting: z.int() });

/** Rows of an upload were taken in. */
const uploadAcceptedSchema = z.object({
  ...told,
  type: z.literal('upload.accepted'),
  data: z.object({
    upload: z.string(),
    kind: z.string(),
    rows: rowCounts,
    firstDate: z.nullable(isoDate),
    lastDate: z.nullable(isoDate),
  }),
});

/** An upload waits for a person: its questions, by their names. */
const uploadQuestionEventSchema = z.object({
  ...told,
  type: z.literal('upload.question'),
  data: z.object({ upload: z.string(), kind: z.string(), questions: z.array(z.string()), rows: rowCounts }),
});

/** An upload was refused: all of it, some of its rows, or it is held until a person says whether to go on without them. */
const uploadRejectedSchema = z.object({
  ...told,
  type: z.literal('upload.rejected'),
  data: z.object({
    upload: z.string(),
    kind: z.string(),
    state: z.enum(['rejected', 'held', 'partlyAccepted']),
    rows: rowCounts,
  }),
});

/** A run came to its end, with all, some or too little done. */
const runFinishedSchema = z.object({
  ...told,
  type: z.literal('run.finished'),
  data: z.object({
    runId: z.string(),
    asOf: isoDate,
    state: z.enum(['finished', 'finishedWithFailures', 'insufficientData']),
    series: z.int(),
    forecasts: z.int(),
    policies: z.int(),
    /** SKUs that lack data. */
    insufficientData: z.int(),
    failedShards: z.int(),
    /** The decision log's newest seal: who keeps it can tell later whether the log was written anew. */
    sealed: z.optional(sealNoteSchema),
  }),
});

/** A night found SKUs that no longer behave as their forecasts learnt them; each is only suggested for till it has settled. */
const driftRaisedSchema = z.object({
  ...told,
  type: z.literal('drift.raised'),
  data: z.object({
    runId: z.string(),
    asOf: isoDate,
    /** SKUs with a new alarm, and of them those that went up and down: of `zeroShare` down is fewer days without a sale. */
    raised: z.int(),
    up: z.int(),
    down: z.int(),
    /** All alarms that stand, the new ones among them. */
    standing: z.int(),
    /** SKUs with enough days to be tested. */
    tested: z.int(),
  }),
});

/** A run failed as a whole. */
const runFailedSchema = z.object({
  ...told,
  type: z.literal('run.failed'),
  data: z.object({ runId: z.string(), asOf: isoDate }),
});

/** A run that was due has not come to an end. */
const runLateSchema = z.object({
  ...told,
  type: z.literal('run.late'),
  data: z.object({ runId: z.string(), asOf: isoDate, dueAt: isoInstant }),
});

/** A kind of data of a market has stopped coming: its newest date lies too far back. */
const dataStaleSchema = z.object({
  ...told,
  type: z.literal('data.stale'),
  data: z.object({
    kind: z.string(),
    /** `null` where no such file has come at all. */
    lastDate: z.nullable(isoDate),
    asOf: isoDate,
  }),
});

/** A night found comparable buyers or segments further apart than the merchant allows. No buyer is named. */
const fairnessRaisedSchema = z.object({
  ...told,
  type: z.literal('fairness.raised'),
  data: z.object({
    runId: z.string(),
    asOf: isoDate,
    /** Gaps of price above `largestGap` that nothing explains, and the widest; `null` where there is none. */
    gaps: z.int(),
    largestGap: z.number(),
    widestGap: z.nullable(z.number()),
    /** Rates of segments surely below `leastRatio` of the others', or above its inverse, and the lowest; `null` where none is compared. */
    rates: z.int(),
    leastRatio: z.nullable(z.number()),
    lowestRatio: z.nullable(z.number()),
  }),
});

/** What a decision came to: enough to put it in force without asking again. Nobody is named. */
const decided = {
  decision: z.string(),
  subject: z.enum(['price', 'order', 'limits']),
  /** `null` of a change of limits, as are price and order. */
  sku: z.nullable(z.string()),
  /** Of the draft. */
  version: z.int(),
  price: z.nullable(unitPriceSchema),
  orderUnits: z.nullable(z.number()),
  validUntil: isoInstant,
  reasonCode: z.nullable(z.string()),
  /** True where Tradewind approved it within its limits. */
  automatic: z.boolean(),
};
const decisionEvent = <Type extends string>(type: Type) =>
  z.object({ ...told, type: z.literal(type), data: z.object(decided) });

/** Stock of SKUs, as a merchant app said it, will be gone before an order of that day could arrive: each once a day. */
const stockOutSchema = z.object({
  ...told,
  type: z.literal('stock.out'),
  data: z.object({
    skus: z.array(
      z.object({
        sku: z.string(),
        onHand: z.number(),
        /** `null` where nothing was said of it. */
        onOrder: z.nullable(z.number()),
        /** The day on which the last unit goes at the mean demand. */
        stockOutDate: isoDate,
        leadTimeDays: z.int(),
      }),
    ),
  }),
});

const experimentEnded = z.object({
  experiment: z.string(),
  name: z.string(),
  cause: z.enum([...stopCauses, 'end']),
  verdict: z.string(),
  /** The verdict with its figures. */
  sentence: z.string(),
});

/** An experiment came to its end after all its weeks. */
const experimentFinishedSchema = z.object({
  ...told,
  type: z.literal('experiment.finished'),
  data: experimentEnded,
});

/** An experiment was stopped before its time: by a person, or because it did harm or its split of units was broken. */
const experimentStoppedSchema = z.object({
  ...told,
  type: z.literal('experiment.stopped'),
  data: experimentEnded,
});

/** Everything that Tradewind says aloud. */
export const tradewindEventSchema = z.discriminatedUnion('type', [
  uploadAcceptedSchema,
  uploadQuestionEventSchema,
  uploadRejectedSchema,
  runFinishedSchema,
  runFailedSchema,
  runLateSchema,
  driftRaisedSchema,
  dataStaleSchema,
  fairnessRaisedSchema,
  decisionEvent('decision.approved'),
  decisionEvent('decision.changed'),
  decisionEvent('decision.rejected'),
  decisionEvent('decision.expired'),
  stockOutSchema,
  experimentFinishedSchema,
  experimentStoppedSchema,
]);
export type TradewindEvent = z.infer<typeof tradewindEventSchema>;
export type TradewindEventType = TradewindEvent['type'];

/** The type of every event, as subscriptions name them. */
export const eventTypes = [
  'upload.accepted',
  'upload.question',
  'upload.rejected',
  'run.finished',
  'run.failed',
  'run.late',
  'drift.raised',
  'data.stale',
  'fairness.raised',
  'decision.approved',
  'decision.changed',
  'decision.rejected',
  'decision.expired',
  'stock.out',
  'experiment.finished',
  'experiment.stopped',
] as const satisfies readonly TradewindEventType[];

/** Who speaks, as EventBridge names it: the `source` of every event. */
export const EVENT_SOURCE = 'tradewind';

/**
 * Name an event by what happened.
 *
 * @param parts - what tells it from every other event of its type, the merchant among it; other characters than letters,
 *   digits, `_`, `:`, `#` and `-` become `_`
 */
export function eventId(type: TradewindEventType, ...parts: readonly string[]): string {
  return [type, ...parts].join(':').replace(/[^A-Za-z0-9_:#-]/g, '_');
}
