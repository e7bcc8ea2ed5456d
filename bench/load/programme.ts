import { tokenFor } from './tokens.ts';

export const EVENT = 'e1';

async function put(port: number, path: string, body: object): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${tokenFor('operator', 'operator')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
}

/** An event with sessions `s0`, `s1`, …, every other one with a capacity. */
export async function putProgramme(port: number, sessions: number): Promise<void> {
  await put(port, `/v1/events/${EVENT}`, { title: 'A large event' });
  for (let index = 0; index < sessions; index++) {
    const capacity = index % 2 === 0 ? 20 : null;
    const kind = index % 3 === 0 ? 'workshop' : 'breakout';
    await put(port, `/v1/sessions/s${index}`, { event: EVENT, title: `Room ${index}`, kind, capacity });
  }
}
