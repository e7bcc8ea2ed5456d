/** Makes `count` of something, at most `atOnce` under way at a time. */
export async function crowd<T>(
  count: number,
  make: (index: number) => Promise<T>,
  atOnce = 64,
): Promise<T[]> {
  const made: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) made.push(await make(next++));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  return made;
}
