import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../../../lib/client/index.ts';
import { addDays } from '../../../../lib/domain/calendar.ts';
import type { WhatIfAnswer, WhatIfRequest } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { useResume } from '../use-line.ts';
import type { ReadyForecast } from './fan-days.ts';
import { pathOf, type SkuPlace } from './sku-place.ts';

/** What a person tries; what is left out stays as it is. */
export type Changes = {
  priceMicros?: number | undefined;
  serviceLevel?: number | undefined;
  leadTimeDays?: number | undefined;
};

/** What the API says of the changes that are tried. */
export type WhatIf = {
  /** Of the newest changes that could be answered; it holds what is planned as well. */
  answer: WhatIfAnswer | undefined;
  /** Whether that answers changes, or tells what is planned alone. */
  isChanged: boolean;
  isBusy: boolean;
  failure: unknown;
  again: () => void;
};

/** A person who draws a slider asks once it rests. */
const REST_MS = 300;

/** Ask the API what would be otherwise, once the changes rest; an answer to earlier ones is not waited for. */
export function useWhatIf(of: SkuPlace, forecast: ReadyForecast | undefined, changes: Changes): WhatIf {
  const { language, apiLanguage: query } = useLanguage();
  const [known, setKnown] = useState<Omit<WhatIf, 'again'>>(nothingKnown);
  const [attempt, setAttempt] = useState(0);
  const request = forecast && requestOf(of, forecast, changes);
  // changes are equal where they ask the same
  const asked = JSON.stringify(request);
  // the API plans with the adjustments that hold
  const adjusted = JSON.stringify(forecast?.adjustments);
  const isChanged = Object.values(changes).some((value) => value !== undefined);
  useEffect(() => {
    if (request === undefined) return;
    const asking = new AbortController();
    setKnown((before) => ({ ...before, isBusy: true }));
    const ask = async () => {
      try {
        const { body } = await of.market.region.client.call('POST /v1/markets/{market}/skus/{sku}/what-if', {
          ...{ path: pathOf(of), query, body: request, signal: asking.signal },
        });
        if (!asking.signal.aborted) setKnown({ answer: body, isChanged, isBusy: false, failure: undefined });
      } catch (failure) {
        if (!asking.signal.aborted) setKnown((before) => ({ ...before, isBusy: false, failure }));
      }
    };
    const timer = setTimeout(ask, isChanged ? REST_MS : 0);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [asked, adjusted, attempt, language]);
  const again = useCallback(() => setAttempt((made) => made + 1), []);
  // what was refused in words would be refused again
  const isLost = known.failure !== undefined && !(known.failure instanceof ApiError);
  useResume(isLost ? again : undefined);
  return { ...known, again };
}

const nothingKnown = { answer: undefined, isChanged: false, isBusy: true, failure: undefined };

function requestOf(
  { market: { currency } }: SkuPlace,
  { asOf, mean }: ReadyForecast,
  { priceMicros, serviceLevel, leadTimeDays }: Changes,
): WhatIfRequest {
  return {
    ...(priceMicros === undefined
      ? {}
      : {
          price: { micros: priceMicros, currency },
          from: addDays(asOf, 1),
          to: addDays(asOf, mean.length),
        }),
    ...(serviceLevel === undefined ? {} : { serviceLevel }),
    ...(leadTimeDays === undefined ? {} : { leadTimeDays }),
  };
}
