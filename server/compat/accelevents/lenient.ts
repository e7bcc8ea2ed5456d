import { z } from 'zod';

/** What customers keep with us of the vendor's fields; anything but such a value is null. */
export const Text = z.string().nullable().catch(null);
export const Flag = z.boolean().nullable().catch(null);
export const Whole = z.number().int().nullable().catch(null);
