/** Raw deflate (RFC 1951) by the platform's streams. */
import { concatBytes, type Bytes } from '../base/bytes.ts';

export const deflate = async (bytes: Bytes): Promise<Bytes> =>
  concatBytes(...(await collect(bytes, new CompressionStream('deflate-raw'), Infinity))!);

/** Nothing where the bytes are not deflated, or would be longer than `limit`. */
export async function inflate(bytes: Bytes, limit: number): Promise<Bytes | undefined> {
  try {
    const chunks = await collect(bytes, new DecompressionStream('deflate-raw'), limit);
    return chunks && concatBytes(...chunks);
  } catch {
    return undefined;
  }
}

async function collect(
  bytes: Bytes,
  stream: { readable: ReadableStream<Bytes>; writable: WritableStream<BufferSource> },
  limit: number
): Promise<Bytes[] | undefined> {
  const writer = stream.writable.getWriter();
  // Errors come out at the reader; here they would only be reported a second time.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const reader = stream.readable.getReader();
  const chunks: Bytes[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}
