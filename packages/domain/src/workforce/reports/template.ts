import { z } from 'zod';

/** A field of a template: what a report has to answer. */
const templateFieldSchema = z.strictObject({
  key: z.string().regex(/^[a-z][a-zA-Z0-9]{0,49}$/),
  label: z.string().min(1).max(200),
  required: z.boolean().default(false),
});
export const templateFieldsSchema = z.array(templateFieldSchema).max(100);
export const mediaTypeSchema = z.enum(['PHOTO', 'VIDEO', 'AUDIO', 'DOCUMENT']);
export type MediaType = z.output<typeof mediaTypeSchema>;

/** What a file is, by its mime type. */
export function mediaTypeOf(mimeType: string): MediaType {
  const [kind] = mimeType.toLowerCase().split('/');
  if (kind === 'image') return 'PHOTO';
  if (kind === 'video') return 'VIDEO';
  return kind === 'audio' ? 'AUDIO' : 'DOCUMENT';
}
