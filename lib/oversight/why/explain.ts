import {
  type Language,
  type LimitCode,
  limitFigures,
  type ReasonCode,
  reasonFigures,
} from '../../domain/index.ts';
import type { Sentences, Words } from './sentences.ts';
import { english } from './words-en.ts';
import { chinese } from './words-zh.ts';
import { createWriter, type Writer } from './writer.ts';

/** The sentences of each language. */
const words: Readonly<Record<Language, Words>> = { en: english, zh: chinese };

/** A reason or limit as it was stored, perhaps by another version: by its code, in English words, and its figures. */
export type Stored = {
  reasons?: readonly { code: string; text: string; figures?: unknown }[] | undefined;
  limitsApplied?: readonly { limit: string; detail: string; figures?: unknown }[] | undefined;
};

/** Says why, a sentence each. */
export type Explain = (stored: Stored) => string[];

/**
 * Make the sentences of a language, which say why a price and an order were proposed: from codes and figures alone, reasons first, then
 * limits.
 *
 * What has no figures, or those of another version, is said in the English words that it was stored with.
 *
 * @param write - how figures are written; the language's own way where it is left out
 */
export function createExplain(language: Language, write?: Writer): Explain {
  const { locale, sentences } = words[language];
  const { reasons, limits } = sentences(write ?? createWriter(locale));
  return (stored) => [
    ...(stored.reasons ?? []).map(({ code, text, figures }) => reasonIn(reasons, code, figures) ?? text),
    ...(stored.limitsApplied ?? []).map(
      ({ limit, detail, figures }) => limitIn(limits, limit, figures) ?? detail,
    ),
  ];
}

function reasonIn(reasons: Sentences['reasons'], code: string, figures: unknown): string | null {
  if (!isReasonCode(code)) return null;
  const parsed = reasonFigures[code].safeParse(figures);
  // figures and sentence are of one code; the compiler can't follow a key known at run time
  return parsed.success ? (reasons[code] as (figures: unknown) => string)(parsed.data) : null;
}

function limitIn(limits: Sentences['limits'], code: string, figures: unknown): string | null {
  if (!isLimitCode(code)) return null;
  const parsed = limitFigures[code].safeParse(figures);
  // likewise
  return parsed.success ? (limits[code] as (figures: unknown) => string)(parsed.data) : null;
}

const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(reasonFigures, code);
const isLimitCode = (code: string): code is LimitCode => Object.hasOwn(limitFigures, code);
