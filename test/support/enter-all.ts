import type { TestClient } from './test-client.ts';

const AT_ONCE = 100;

/** So many people, as fast as they are let in: some at a time. `enter` gets their index. */
export async function enterAll(
  people: number,
  enter: (index: number) => Promise<TestClient>,
): Promise<TestClient[]> {
  const clients: TestClient[] = [];
  let next = 0;
  const enterOneByOne = async () => {
    while (next < people) clients.push(await enter(next++));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enterOneByOne));
  return clients;
}
