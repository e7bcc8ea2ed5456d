import { describe } from 'vitest';
import type { History } from '../../storage/types.ts';
import { alertTests } from './history/alerts.suite.ts';
import { auditTests } from './history/audit.suite.ts';
import { commitTests } from './history/commit.suite.ts';
import { deletionTests } from './history/deletions.suite.ts';
import { engagementTests } from './history/engagements.suite.ts';
import { knownTests } from './history/known.suite.ts';
import { minuteTests } from './history/minutes.suite.ts';
import { ofAttendeeTests } from './history/of-attendee.suite.ts';
import { peopleTests } from './history/people.suite.ts';
import { propertyTests } from './history/properties.suite.ts';
import { purgeTests } from './history/purges.suite.ts';
import { registrationCountTests } from './history/registration-counts.suite.ts';
import { registrationTests } from './history/registrations.suite.ts';
import { replicaTests } from './history/replica.suite.ts';
import { reportTests } from './history/reports.suite.ts';
import { restartTests } from './history/restart.suite.ts';
import { sliceTests } from './history/slices.suite.ts';
import { spanTests } from './history/spans.suite.ts';
import { talkTests } from './history/talk.suite.ts';
import { webhookAttemptTests } from './history/webhook-attempts.suite.ts';
import { webhookTests } from './history/webhooks.suite.ts';

/** One store; each `create` is a process of its own that uses it. */
export interface HistoryStore {
  create(): History;
}

/** What every implementation of `History` does. `makeStore` gives an empty store and cleans up after the test. */
export function historySuite(name: string, makeStore: () => HistoryStore): void {
  describe(`history in ${name}`, () => {
    describe('commit', () => commitTests(makeStore));
    describe('deletion', () => deletionTests(makeStore));
    describe('purge', () => purgeTests(makeStore));
    describe('reports', () => reportTests(makeStore));
    describe('restart', () => restartTests(makeStore));
    describe('what a replica goes on with', () => replicaTests(makeStore));
    describe('slices', () => sliceTests(makeStore));
    describe('spans', () => spanTests(makeStore));
    describe('minutes and runs', () => minuteTests(makeStore));
    describe('engagements', () => engagementTests(makeStore));
    describe('acts', () => auditTests(makeStore));
    describe('alerts', () => alertTests(makeStore));
    describe('what was said', () => talkTests(makeStore));
    describe('what endpoints are told', () => webhookTests(makeStore));
    describe('attempts of webhooks', () => webhookAttemptTests(makeStore));
    describe('people', () => peopleTests(makeStore));
    describe('registrations', () => registrationTests(makeStore));
    describe('one attendee', () => ofAttendeeTests(makeStore));
    describe('numbers of registrations', () => registrationCountTests(makeStore));
    describe('what the recorder asks', () => knownTests(makeStore));
    describe('against plain arrays', () => propertyTests(makeStore));
  });
}
