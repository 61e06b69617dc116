import { z } from 'zod';

/** An e-mail address as the database keeps it: trimmed, lower-cased, at most 180 characters. */
export const emailSchema = z.string().trim().toLowerCase().max(180).pipe(z.email());
