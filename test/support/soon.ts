/** For what has no event to wait for: long, because the machine may be busy. */
export const SOON = { timeout: 10_000, interval: 20 };
