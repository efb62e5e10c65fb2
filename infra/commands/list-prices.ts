/**
 * List prices in US dollars, us-east-1, as AWS's price pages showed them in 2025; other regions ask up to a fifth more, and the free
 * tier is left out.
 */
export const LIST_PRICES = {
  /** Per GB-second on arm64. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.0000002,
  /** Per request unit on demand. */
  dynamoWrite: 0.000000625,
  dynamoRead: 0.000000125,
  dynamoGbMonth: 0.25,
  dynamoBackupGbMonth: 0.2,
  s3GbMonth: 0.023,
  /** Per request: PUT, COPY, POST, LIST; and GET. */
  s3Write: 0.000005,
  s3Read: 0.0000004,
  httpRequest: 0.000001,
  stateTransition: 0.000025,
  keyMonth: 1,
  secretMonth: 0.4,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  logGb: 0.5,
  traceSampled: 0.000005,
  machineClientMonth: 6,
  machineToken: 0.00225,
} as const;
