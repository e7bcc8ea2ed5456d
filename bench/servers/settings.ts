/** Environment-like settings that the bench gives a server as its only argument. */
export function ownSettings(): Record<string, string> {
  return JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;
}
