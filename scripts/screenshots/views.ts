import type { Page } from 'playwright-core';

export interface Shown {
  readonly name: string;
  readonly hash: string;
  readonly role: 'none' | 'operator' | 'admin';
  /** Resolves when there is something to be seen. */
  readonly ready: (page: Page) => Promise<unknown>;
}

const figure = (page: Page) => page.getByTestId('concurrent').filter({ hasText: /\d/ }).waitFor();
const canvas = (page: Page) => page.locator('canvas').first().waitFor();
const heading = (name: string) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();

const HOUR = 3_600_000;

/** Every view of the page, over the demo and its past. */
export function viewsAt(now: number): readonly Shown[] {
  const iso = (at: number) => encodeURIComponent(new Date(at).toISOString());
  const minute = Math.floor(now / 60_000) * 60_000;
  const past = `from=${iso(minute - 4 * HOUR)}&to=${iso(minute)}`;
  const other = `with=event:meetup&with-from=${iso(minute - 48 * HOUR)}`;
  const operator = { role: 'operator' } as const;
  return [
    { name: 'sign-in', hash: '', role: 'none', ready: heading('Sign in') },
    { name: 'choose', hash: '', ...operator, ready: (page) => page.getByRole('button').first().waitFor() },
    { name: 'organization', hash: 'scope=organization:demo', ...operator, ready: figure },
    { name: 'event', hash: 'scope=event:summit', ...operator, ready: canvas },
    { name: 'empty', hash: 'scope=event:autumn', ...operator, ready: figure },
    { name: 'session', hash: 'scope=session:keynote&in=event:summit', ...operator, ready: canvas },
    {
      name: 'wall',
      hash: 'scope=event:summit&view=wall',
      ...operator,
      ready: (page) => page.getByText('Open Summit').first().waitFor(),
    },
    {
      name: 'history',
      hash: `scope=event:summit&view=history&${past}&${other}`,
      ...operator,
      ready: canvas,
    },
    { name: 'alerts', hash: 'scope=event:summit&view=alerts', ...operator, ready: heading('Alerts') },
    {
      name: 'replay',
      hash: `scope=event:meetup&view=replay`,
      ...operator,
      ready: (page) => page.getByRole('slider', { name: 'Time' }).fill('2400'),
    },
    {
      name: 'replay-range',
      hash: `scope=session:meetup-talk&in=event:meetup&view=replay`,
      ...operator,
      ready: (page) => page.getByText('Range', { exact: true }).click(),
    },
    {
      name: 'replay-nothing',
      hash: `scope=event:autumn&view=replay`,
      ...operator,
      ready: (page) => page.getByText('There is nothing to replay').waitFor(),
    },
    {
      name: 'poll-form',
      hash: 'scope=session:keynote&in=event:summit',
      ...operator,
      ready: (page) => page.getByRole('button', { name: 'New poll' }).click(),
    },
    {
      name: 'alert-form',
      hash: 'scope=event:summit&view=alerts',
      ...operator,
      ready: (page) => page.getByRole('button', { name: 'Change the rule' }).first().click(),
    },
    {
      name: 'operations',
      hash: '/operations',
      role: 'admin',
      ready: (page) => page.locator('h2').nth(1).waitFor(),
    },
    {
      name: 'webhook-form',
      hash: '/operations',
      role: 'admin',
      ready: async (page) => {
        await page.getByRole('button', { name: 'New webhook' }).click();
        await page.getByLabel('Everything').uncheck();
      },
    },
  ];
}
