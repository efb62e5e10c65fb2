/** The clock of a function: the only places where time enters. */
export const epochSecondsNow = (): number => Math.floor(Date.now() / 1000);

/** The present moment, RFC 3339 in UTC. */
export const instantNow = (): string => new Date().toISOString();
