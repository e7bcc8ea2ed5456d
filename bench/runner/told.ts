import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * Tells a process of the load to do something; gives its answer when it is done.
 * @throws when it ends before
 */
export async function told<Answer>(child: ChildProcess, command: object): Promise<Answer> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the load ended with ${code}`);
  });
  ended.catch(() => undefined);
  child.send(command);
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
  return answer;
}
