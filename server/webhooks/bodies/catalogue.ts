import { eventObject, sessionObject } from '../../api/catalogue-objects.ts';
import { organizationObject } from '../../api/organization-objects.ts';
import type { AnnouncementSubject } from '../../live/announcements.ts';
import type { OrganizationState, Registry } from '../../live/registry.ts';

/**
 * What was made, changed or deleted, as it is now; null when it is gone. Without `metadata`, where vendors' passwords and stream
 * keys are kept.
 */
export function catalogueData(
  registry: Registry,
  {
    subject,
    organization,
  }: {
    readonly subject: AnnouncementSubject | null;
    readonly organization: OrganizationState | undefined;
  },
) {
  if (subject === null) return { kind: null, id: null, object: null };
  const { kind, id } = subject;
  return { kind, id, object: organization === undefined ? null : objectOf(registry, organization, subject) };
}

function objectOf(
  registry: Registry,
  organization: OrganizationState,
  { kind, id }: AnnouncementSubject,
): Readonly<Record<string, unknown>> | null {
  if (kind === 'event') {
    const event = registry.event(organization, id);
    return event === undefined ? null : withoutMetadata(eventObject(event));
  }
  if (kind === 'session') {
    const session = registry.session(organization, id);
    return session === undefined ? null : withoutMetadata(sessionObject(session));
  }
  const one = kind === 'organization' ? registry.organization(id) : undefined;
  return one === undefined ? null : withoutMetadata(organizationObject(one));
}

function withoutMetadata(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { metadata: _, ...rest } = object;
  return rest;
}
