import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import { type TradewindEvent, type TradewindEventType, tradewindEventSchema } from './event.ts';

/** What a webhook's body holds: type, moment, and data with merchant and market among them. Its id is in a header. */
export type WebhookBody = { type: TradewindEventType; timestamp: string; data: Record<string, unknown> };

/** Write an event as Standard Webhooks recommends a body ("Payload structure"). */
export function webhookBodyOf({ type, at, merchant, market, data }: TradewindEvent): WebhookBody {
  return { type, timestamp: at, data: { merchant, market, ...data } };
}

/** The schema of each type's body. */
export const webhookBodySchemas: readonly { type: TradewindEventType; schema: z.ZodMiniType }[] =
  tradewindEventSchema.def.options.flatMap(({ shape }) => {
    const { merchant, market } = shape;
    const own: z.ZodMiniObject = shape.data;
    const data = z.extend(own, { merchant, market });
    const schema = z.object({ type: shape.type, timestamp: isoInstant, data });
    return shape.type.def.values.map((type) => ({ type, schema }));
  });
