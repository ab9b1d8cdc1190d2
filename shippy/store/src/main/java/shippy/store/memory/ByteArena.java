package shippy.store.memory;

import java.util.Arrays;

/**
 * Pieces of bytes that are never freed, in few large arrays, which cost the garbage collector next
 * to nothing. A piece is known by a number: the place of its first byte, in units of 8 bytes. Not
 * safe for several threads.
 */
final class ByteArena {
  /** Below half a region of G1, above which an array has regions of its own. */
  static final int CHUNK = 1 << 18;

  private static final int UNIT_BITS = 3;
  private static final int UNITS_BITS = 18 - UNIT_BITS;
  private static final int MAX_CHUNKS = 1 << (31 - UNITS_BITS);

  private byte[][] chunks = new byte[16][];
  private int count;
  private int used = CHUNK;
  private long bytes;

  /** A piece of so many zeros; one larger than a chunk has an array of its own. */
  int allocate(int size) {
    int needed = aligned(size);
    if (used + needed > CHUNK) {
      open(Math.max(CHUNK, needed));
    }
    int piece = ((count - 1) << UNITS_BITS) | (used >>> UNIT_BITS);
    used += needed;
    return piece;
  }

  /** What {@link #bytes} would be after such an allocation; more than any limit if it is full. */
  long bytesWith(int size) {
    int needed = aligned(size);
    if (used + needed <= CHUNK) {
      return bytes;
    }
    return count == MAX_CHUNKS ? Long.MAX_VALUE : bytes + Math.max(CHUNK, needed);
  }

  /** The bytes of all arrays. */
  long bytes() {
    return bytes;
  }

  /** The array that holds a piece. */
  byte[] chunk(int piece) {
    return chunks[piece >>> UNITS_BITS];
  }

  /** Where a piece begins in its array. */
  static int offset(int piece) {
    return (piece & ((1 << UNITS_BITS) - 1)) << UNIT_BITS;
  }

  private void open(int size) {
    if (count == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * count);
    }
    chunks[count++] = new byte[size];
    used = 0;
    bytes += size;
  }

  private static int aligned(int size) {
    int unit = 1 << UNIT_BITS;
    return (size + unit - 1) & -unit;
  }
}
