/**
 * The classes of the column `slices.length` with the longest duration that each may have, ms. They are part of the
 * schema (see the first migration): new limits need a migration that makes the column and its indexes anew.
 */
export const LENGTHS = `
lengths (length, longest) AS (
  VALUES (0, 64000), (1, 512000), (2, 4096000), (3, 32768000), (4, 262144000), (5, 2097152000),
    (6, 9000000000000000)
)`;
