/** The event that the demo plays. */
export const ORGANIZATION = 'demo';
export const EVENT = {
  id: 'summit',
  title: 'Open Summit',
  shortCode: 'summit',
  timeZone: 'Europe/Berlin',
} as const;

export interface Room {
  readonly id: string;
  readonly title: string;
  readonly kind: 'mainStage' | 'breakout' | 'workshop' | 'networking' | 'expo';
  readonly capacity: number | null;
  /** How much it draws people, against the others. */
  readonly draw: number;
}

/** `crowd`: how many attendees are expected, from which capacities follow. */
export function roomsFor(crowd: number): readonly Room[] {
  return [
    { id: 'keynote', title: 'Opening keynote', kind: 'mainStage', capacity: null, draw: 10 },
    {
      id: 'scaling',
      title: 'Scaling live rooms',
      kind: 'breakout',
      capacity: Math.ceil(crowd * 0.4),
      draw: 4,
    },
    {
      id: 'workshop',
      title: 'Hands-on: dashboards',
      kind: 'workshop',
      capacity: Math.ceil(crowd * 0.2),
      draw: 2,
    },
    { id: 'lounge', title: 'Networking lounge', kind: 'networking', capacity: null, draw: 3 },
    { id: 'expo', title: 'Expo hall', kind: 'expo', capacity: null, draw: 2 },
  ];
}

export const COUNTRIES = [
  ['DE', 30],
  ['US', 22],
  ['GB', 12],
  ['FR', 9],
  ['NL', 7],
  ['IN', 6],
  ['BR', 5],
  ['PL', 4],
  ['ES', 4],
  ['JP', 3],
  ['SE', 2],
  ['ZA', 1],
  ['KE', 1],
] as const;

export const CHAT = [
  'Hello everybody!',
  'Great talk so far',
  'Could you zoom in a little?',
  'That answers my question, thank you',
  'Where can we find the slides?',
  'Greetings from the back row',
  'This is exactly what we needed',
  'The sound is much better now',
] as const;

export const QUESTIONS = [
  'How does this behave with ten thousand people?',
  'Will there be a recording?',
  'Which part was the hardest?',
  'Can it run on a single machine?',
] as const;

export const REACTIONS = [
  ['clap', 6],
  ['heart', 3],
  ['laugh', 2],
  ['thumbsup', 4],
] as const;

export const POLLS = [
  { question: 'Have you used live counters before?', options: ['Every day', 'Now and then', 'Never'] },
  { question: 'How many people come to your events?', options: ['Under 100', 'Up to 1,000', 'More'] },
  { question: 'Which figure matters most to you?', options: ['Peak', 'Watch time', 'Engagement'] },
] as const;
