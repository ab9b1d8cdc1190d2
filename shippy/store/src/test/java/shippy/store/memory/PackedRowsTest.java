package shippy.store.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.problem.BackendException;

class PackedRowsTest {
  private static final long ENOUGH = 64L << 20;
  private static final int NUMBER = 0;
  private static final int CONTENT = 8;

  private final PackedRows rows = new PackedRows(new MemoryLimit("things", ENOUGH));

  /** Ids in order, nearly in order, and in no order; numbers change; rows leave the order. */
  @ParameterizedTest
  @ValueSource(ints = {0, 50, 1_000_000})
  void walk_keeps_to_a_tree_map(int disorder) {
    Random random = new Random(disorder);
    SortedRows byNumber = rows.sorted((one, other) -> key(one).compareTo(key(other)));
    Map<String, Integer> model = new TreeMap<>();
    NavigableMap<String, String> ordered = new TreeMap<>();
    for (int step = 0; step < 20_000; step++) {
      String id = "id-%08d".formatted(step + (disorder == 0 ? 0 : random.nextInt(disorder)));
      int row = rows.find(id);
      assertThat(row != PackedRows.NONE).isEqualTo(model.containsKey(id));
      if (row == PackedRows.NONE) {
        row = rows.add(id, fields(step, "c" + id));
        model.put(id, row);
      } else {
        byNumber.remove(row);
        ordered.remove(key(row));
        rows.setLong(row, NUMBER, step);
      }
      assertThat(rows.find(id)).isEqualTo(row);
      byNumber.add(row);
      ordered.put(key(row), id);
      if (random.nextInt(3) == 0 && !ordered.isEmpty()) {
        int any = rows.find(ordered.firstEntry().getValue());
        byNumber.remove(any);
        ordered.remove(key(any));
      }
      if (step % 100 == 0) {
        String after = "%020d".formatted(random.nextInt(step + 1));
        assertThat(ids(byNumber.from(r -> key(r).compareTo(after) > 0, 30)))
            .isEqualTo(ordered.tailMap(after, false).values().stream().limit(30).toList());
      }
    }
    assertThat(rows.size()).isEqualTo(model.size());
    model.forEach((id, row) -> assertThat(content(row)).isEqualTo("c" + id));
    assertThat(ids(byNumber.from(r -> true, 50_000))).isEqualTo(List.copyOf(ordered.values()));
  }

  @Test
  void removing_what_is_not_there_has_no_effect() {
    SortedRows order = rows.sorted(rows::compareIds);
    int a = rows.add("a", fields(1, ""));
    int b = rows.add("b", fields(2, ""));
    order.remove(a);
    order.add(a);
    order.remove(b);
    assertThat(order.from(row -> true, 9)).containsExactly(a);
    order.remove(a);
    order.remove(a);
    assertThat(order.from(row -> true, 9)).isEmpty();
  }

  @Test
  void rows_larger_than_a_chunk_stand_beside_small_ones() {
    String large = "x".repeat(ByteArena.CHUNK * 3 + 5);
    int before = rows.add("a", fields(1, "small"));
    int row = rows.add("b", fields(2, large));
    int after = rows.add("c", fields(3, "small too"));
    assertThat(content(row)).isEqualTo(large);
    assertThat(content(before)).isEqualTo("small");
    assertThat(content(after)).isEqualTo("small too");
    assertThat(rows.id(row)).isEqualTo("b");
    assertThat(rows.find("c")).isEqualTo(after);
  }

  @Test
  void fields_change_in_place_and_texts_are_kept_once() {
    int row = rows.add("a", fields(7, "content"));
    rows.setInt(row, 4, -9);
    rows.setByte(row, 0, (byte) 3);
    assertThat(rows.getInt(row, 4)).isEqualTo(-9);
    assertThat(rows.getByte(row, 0)).isEqualTo((byte) 3);
    assertThat(content(row)).isEqualTo("content");
    int kept = rows.text("vessel001 \u00e9", "");
    assertThat(rows.text("vessel001 \u00e9", "")).isEqualTo(kept);
    assertThat(rows.text(kept)).isEqualTo("vessel001 \u00e9");
  }

  @Test
  void limit_refuses_new_rows_and_nothing_else() {
    PackedRows few = new PackedRows(new MemoryLimit("things", 3L * ByteArena.CHUNK));
    int first = few.add("0", fields(0, ""));
    int count = addUntilRefused(few);
    assertThat(few.size()).isEqualTo(count);
    assertThat(few.bytes()).isLessThanOrEqualTo(3L * ByteArena.CHUNK);
    few.setLong(first, NUMBER, 5);
    assertThat(few.find("0")).isEqualTo(first);
  }

  private static int addUntilRefused(PackedRows few) {
    for (int i = 1; i < 100_000; i++) {
      String id = "%d".formatted(i);
      try {
        few.add(id, fields(i, "x".repeat(100)));
      } catch (BackendException e) {
        assertThat(e.kind()).isEqualTo(BackendException.Kind.NO_SPACE);
        assertThat(e)
            .hasMessage(
                "store memory: full of things (expected: at most 768 KiB; with"
                    + " JDK_JAVA_OPTIONS=-Xmx1g it has more, and without --store=memory they are"
                    + " kept on disk)");
        return i;
      }
    }
    throw new AssertionError("never full");
  }

  @ParameterizedTest
  @CsvSource({"16, 4", "24, 6", "124, 54", "1024, 504"})
  void limit_leaves_the_service_its_part_of_the_heap(long heapMib, long rowsMib) {
    MemoryLimit limit = MemoryLimit.of("things", heapMib << 20);
    assertThat(limit.bytes()).isEqualTo(rowsMib << 20);
  }

  @Test
  void text_that_must_be_kept_is_kept_once_whatever_others_there_are() {
    PackedRows few = new PackedRows(new MemoryLimit("things", 2L * ByteArena.CHUNK));
    for (int i = 0; i < 10_000; i++) {
      few.text("reason %d".formatted(i), "short");
    }
    int kept = few.text("vessel", "vessel");
    assertThat(few.text(kept)).isEqualTo("vessel");
    assertThat(few.text("vessel", "vessel")).isEqualTo(kept);
  }

  @Test
  void texts_beyond_the_margin_become_the_short_one() {
    PackedRows few = new PackedRows(new MemoryLimit("things", 2L * ByteArena.CHUNK));
    int kept = few.text("first", "short");
    for (int i = 0; i < 10_000 && !few.text(kept).equals("short"); i++) {
      kept = few.text("%d %s".formatted(i, "x".repeat(1_000)), "short");
    }
    assertThat(few.text(kept)).isEqualTo("short");
  }

  @Test
  void id_that_no_service_lets_in_is_refused() {
    assertThatThrownBy(() -> rows.find("x".repeat(256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id: 256 bytes (expected: 0-255)");
  }

  @Test
  void bytes_of_a_row_are_what_it_needs_and_little_more() {
    for (int i = 0; i < 100_000; i++) {
      rows.add("%036d".formatted(i), fields(i, "x".repeat(80)));
    }
    assertThat(rows.bytes() / 100_000).isBetween(1L + 36 + 12 + 80, 1L + 36 + 12 + 80 + 16);
  }

  /** The number, which is unique in the walk. */
  private String key(int row) {
    return "%020d".formatted(rows.getLong(row, NUMBER));
  }

  private List<String> ids(int[] found) {
    return Arrays.stream(found).mapToObj(rows::id).collect(Collectors.toList());
  }

  private static byte[] fields(long number, String content) {
    byte[] text = content.getBytes(ISO_8859_1);
    return ByteBuffer.allocate(12 + text.length)
        .putLong(number)
        .putInt(text.length)
        .put(text)
        .array();
  }

  private String content(int row) {
    ByteBuffer in = rows.fields(row, CONTENT);
    byte[] text = new byte[in.getInt()];
    in.get(text);
    return new String(text, ISO_8859_1);
  }
}
