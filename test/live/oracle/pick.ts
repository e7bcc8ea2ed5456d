export function pick<T>(from: readonly [T, ...T[]], index: number): T {
  return from[index % from.length] ?? from[0];
}

export function pickAny<T>(from: readonly T[], index: number): T | undefined {
  return from[index % from.length];
}
