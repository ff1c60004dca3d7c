/** Sizes in bytes that every device and the relay agree on. Changing one is changing the format. */

/** Of the sealed part of a segment (ciphertext with its tag), so that a slow link always makes progress. */
export const SEALED_PART_LIMIT = 192 * 1024;
/** Of one message on the wire. */
export const FRAME_LIMIT = 256 * 1024;
/** Of a segment's content after inflating: 5 times the sealed part, where text deflates to a third. */
export const CONTENT_LIMIT = 1024 * 1024;
/** Below this many bytes deflate gains nothing worth its header. */
export const DEFLATE_FROM = 200;
