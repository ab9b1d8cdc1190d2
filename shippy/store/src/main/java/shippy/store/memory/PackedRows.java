package shippy.store.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import shippy.problem.BackendException;

/**
 * Rows in memory: an id, then fields, packed into bytes. A row is known by a number, and stays for
 * good. The fields begin with those of a fixed size, which may change, at offsets that the owner
 * chooses. It knows its bytes and refuses new rows at its limit. Not safe for several threads.
 */
public final class PackedRows {
  /** Stands for no row and for no text. */
  public static final int NONE = -1;

  /** Of texts, the vessel ids of a fleet recur. */
  private static final int KNOWN_TEXTS = 4096;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final MemoryLimit limit;
  private final ByteArena arena = new ByteArena();
  private final List<SortedRows> indexes = new ArrayList<>();
  private final SortedRows byId = sorted(this::compareIds);
  private final Map<String, Integer> texts = new HashMap<>();
  private long count;
  private boolean full;

  /** Without rows. */
  public PackedRows(MemoryLimit limit) {
    this.limit = requireNonNull(limit, "limit");
  }

  /**
   * Another order of these rows, to which the owner adds rows.
   *
   * @param order compares two rows; 0 only for a row and itself
   */
  public SortedRows sorted(IntBinaryOperator order) {
    SortedRows index = new SortedRows(order);
    indexes.add(index);
    return index;
  }

  /** The row with this id, or {@link #NONE}. */
  public int find(String id) {
    byte[] key = key(id);
    int[] found = byId.from(row -> compareId(row, key) >= 0, 1);
    return found.length == 1 && compareId(found[0], key) == 0 ? found[0] : NONE;
  }

  /**
   * A new row with these fields. The id must not be there yet.
   *
   * @throws BackendException if its memory is used up
   */
  public int add(String id, byte[] fields) {
    byte[] key = key(id);
    int size = 1 + key.length + fields.length;
    if (full || bytesWith(size) > limit.bytes()) {
      throw limit.refusal();
    }
    int row = arena.allocate(size);
    byte[] chunk = arena.chunk(row);
    int start = ByteArena.offset(row);
    chunk[start] = (byte) key.length;
    System.arraycopy(key, 0, chunk, start + 1, key.length);
    System.arraycopy(fields, 0, chunk, start + 1 + key.length, fields.length);
    byId.add(row);
    count++;
    return row;
  }

  /** Refuses new rows from now on, as if its memory were used up. */
  public void markFull() {
    full = true;
  }

  /** How many rows there are. */
  public long size() {
    return count;
  }

  /** All memory that rows and their orders take. */
  public long bytes() {
    return bytesWith(0);
  }

  private long bytesWith(int size) {
    long sum = arena.bytesWith(size);
    for (SortedRows index : indexes) {
      sum += index.bytes();
    }
    return sum;
  }

  public String id(int row) {
    byte[] chunk = arena.chunk(row);
    int start = ByteArena.offset(row);
    return new String(chunk, start + 1, chunk[start] & 0xff, UTF_8);
  }

  /** Compares the ids of two rows, in the order of their bytes. */
  public int compareIds(int one, int other) {
    byte[] chunk = arena.chunk(other);
    int start = ByteArena.offset(other);
    return compareId(one, chunk, start + 1, chunk[start] & 0xff);
  }

  /** Compares the id of a row with another. */
  public int compareId(int row, String id) {
    return compareId(row, key(id));
  }

  private int compareId(int row, byte[] key) {
    return compareId(row, key, 0, key.length);
  }

  private int compareId(int row, byte[] other, int from, int length) {
    byte[] chunk = arena.chunk(row);
    int start = ByteArena.offset(row);
    int end = start + 1 + (chunk[start] & 0xff);
    return Arrays.compareUnsigned(chunk, start + 1, end, other, from, from + length);
  }

  public long getLong(int row, int field) {
    return (long) LONG.get(arena.chunk(row), place(row, field));
  }

  public void setLong(int row, int field, long value) {
    LONG.set(arena.chunk(row), place(row, field), value);
  }

  public int getInt(int row, int field) {
    return (int) INT.get(arena.chunk(row), place(row, field));
  }

  public void setInt(int row, int field, int value) {
    INT.set(arena.chunk(row), place(row, field), value);
  }

  public byte getByte(int row, int field) {
    return arena.chunk(row)[place(row, field)];
  }

  public void setByte(int row, int field, byte value) {
    arena.chunk(row)[place(row, field)] = value;
  }

  /** The fields from this offset on; after the end of the row there may be more bytes. */
  public ByteBuffer fields(int row, int from) {
    byte[] chunk = arena.chunk(row);
    int place = place(row, from);
    return ByteBuffer.wrap(chunk, place, chunk.length - place);
  }

  /**
   * Keeps a text, for which a field of a row has room for the number only. When even the margin is
   * used up, keeps the other one instead, which is one of few.
   */
  public int text(String text, String otherwise) {
    Integer known = texts.get(text);
    if (known != null) {
      return known;
    }
    byte[] bytes = text.getBytes(UTF_8);
    if (bytesWith(4 + bytes.length) > limit.withMargin() && !text.equals(otherwise)) {
      return text(otherwise, otherwise);
    }
    int kept = arena.allocate(4 + bytes.length);
    int start = ByteArena.offset(kept);
    INT.set(arena.chunk(kept), start, bytes.length);
    System.arraycopy(bytes, 0, arena.chunk(kept), start + 4, bytes.length);
    if (texts.size() < KNOWN_TEXTS || text.equals(otherwise)) {
      texts.put(text, kept);
    }
    return kept;
  }

  /** What {@link #text(String, String)} kept. */
  public String text(int kept) {
    byte[] chunk = arena.chunk(kept);
    int start = ByteArena.offset(kept);
    return new String(chunk, start + 4, (int) INT.get(chunk, start), UTF_8);
  }

  private int place(int row, int field) {
    int start = ByteArena.offset(row);
    return start + 1 + (arena.chunk(row)[start] & 0xff) + field;
  }

  private static byte[] key(String id) {
    byte[] key = id.getBytes(UTF_8);
    if (key.length > 255) {
      throw new IllegalArgumentException("id: %d bytes (expected: 0-255)".formatted(key.length));
    }
    return key;
  }
}
