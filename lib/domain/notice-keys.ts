/**
 * `notices`: what the messages of the nights to come have to tell of, what was sent, and what each webhook has heard.
 */
export const noticeKeys = {
  upload: (merchant: string, market: string, upload: string) => ({
    pk: merchant,
    sk: `upload#${market}#${upload}`,
  }),
  stale: (merchant: string, market: string, kind: string) => ({
    pk: merchant,
    sk: `stale#${market}#${kind}`,
  }),
  digest: (merchant: string, market: string, asOf: string) => ({
    pk: merchant,
    sk: `digest#${market}#${asOf}`,
  }),
  delivery: (merchant: string, webhook: string, event: string) => ({
    pk: merchant,
    sk: `delivery#${webhook}#${event}`,
  }),
  /** A webhook that wants to hear no more for now, at the address that it had. */
  gone: (merchant: string, webhook: string, url: string) => ({ pk: merchant, sk: `gone#${webhook}#${url}` }),
};
