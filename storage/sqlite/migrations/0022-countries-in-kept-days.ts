/** Days that were kept know no countries: they are to be kept anew, and are read from slices until then. */
export const countriesInKeptDays = `
INSERT INTO days_to_keep (event, day, changes)
SELECT event, day, 1 FROM kept_days WHERE true
ON CONFLICT (event, day) DO UPDATE SET changes = changes + 1;
DELETE FROM kept_people;
DELETE FROM kept_days;
`;
