/** Texts of the wall: what is read from the other end of a room. */
export const wallTexts = {
  fullScreen: 'Full screen',
  back: 'Back to the desk',
  peak: (peak: string, time: string) => `Peak ${peak} at ${time}`,
  flow: (joins: string, leaves: string) => `${joins} joined and ${leaves} left this minute`,
  lastHour: 'Attendees of the last hour',
};
