import { z } from 'zod';
import { Flag, Text, Whole } from './lenient.ts';
import { namesOf } from './names.ts';

const Speaker = z.object({
  ...{
    speakerId: Whole,
    title: Text,
    pronouns: Text,
    name: Text,
    firstName: Text,
    lastName: Text,
    email: Text,
  },
  ...{ userId: Whole, imageUrl: Text, photo: Text, company: Text, bio: Text },
  ...{ linkedIn: Text, twitter: Text, instagram: Text, position: Whole },
  ...{ moderator: Flag, showModerator: Flag, deviceChecked: Flag, loggedInAtVEH: Flag },
  ...{ allowAttendeeAccess: Flag, allowOverrideDetails: Flag },
  ticketTypesForSpeaker: z
    .object({ ticketTypeId: Whole, userId: Whole, speakerOrder: Whole })
    .nullable()
    .catch(null),
});

const Sponsor = z.object({ id: Whole, name: Text, imageUrl: Text, photo: Text });

/** The vendor's positions are a thousand apart. */
const POSITIONS = 1000;

/** Speakers and sponsors are kept by name alone or with more fields, the vendor's among them. */
function partiesIn(list: unknown): object[] {
  const parties: unknown[] = Array.isArray(list) ? list : [];
  return parties.map((party) => (typeof party === 'string' ? { name: party } : (party as object)));
}

export function speakersOf(list: unknown) {
  return partiesIn(list).map((party, index) => {
    const { name, photo, ...speaker } = Speaker.parse(party);
    return {
      ...speaker,
      ...namesOf({ ...speaker, name }),
      imageUrl: speaker.imageUrl ?? photo,
      position: speaker.position ?? (index + 1) * POSITIONS,
    };
  });
}

export function sponsorsOf(list: unknown) {
  return partiesIn(list).map((party) => {
    const { photo, imageUrl, ...sponsor } = Sponsor.parse(party);
    return { ...sponsor, imageUrl: imageUrl ?? photo };
  });
}
