package shippy.registry.mdns.sd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TxtRecordTest {
  @Test
  void pairs_round_trip_in_order() {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("z", "a=b=c");
    pairs.put("a", "");
    pairs.put("text", "Grüße, 世界 ⛵");
    TxtRecord parsed = TxtRecord.parse(new TxtRecord(pairs).bytes());
    assertThat(parsed.pairs()).containsExactlyEntriesOf(pairs);
  }

  @Test
  void bytes_are_strings_with_their_length_before_them() {
    assertThat(new TxtRecord(Map.of("a", "1")).bytes()).containsExactly(3, 'a', '=', '1');
  }

  @Test
  void key_without_value_is_empty_and_the_first_of_equal_keys_counts() {
    assertThat(TxtRecord.parse(strings("a", "b=1", "b=2", "", "=nothing")).pairs())
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", "", "b", "1"));
  }

  @Test
  void empty_record_has_no_pairs() {
    assertThat(TxtRecord.parse(new byte[0]).pairs()).isEmpty();
    assertThat(TxtRecord.parse(new byte[] {0}).pairs()).isEmpty();
  }

  @Test
  void string_of_255_bytes_fits_and_a_longer_one_is_refused_by_key() {
    assertThat(new TxtRecord(Map.of("key", "x".repeat(251))).bytes()).hasSize(256);
    TxtRecord longer = new TxtRecord(Map.of("key", "x".repeat(252)));
    assertThatIllegalArgumentException()
        .isThrownBy(longer::bytes)
        .withMessage("key: 256 bytes (expected: at most 255)");
  }

  @Test
  void record_of_more_than_1300_bytes_is_refused_by_its_longest_key() {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < 6; i++) {
      pairs.put("k" + i, "x".repeat(i == 3 ? 240 : 220));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(new TxtRecord(pairs)::bytes)
        .withMessage(
            "all pairs together, the longest being k3: 1364 bytes (expected: at most 1300)");
  }

  @Test
  void oversized_record_from_the_network_is_refused_unread() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TxtRecord.parse(new byte[1301]))
        .withMessage("TXT: 1301 bytes (expected: at most 1300)");
  }

  @Test
  void string_that_ends_beyond_the_record_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TxtRecord.parse(new byte[] {3, 'a', '='}))
        .withMessage("TXT string: 3 bytes (expected: at most the 2 left)");
  }

  @Test
  void malformed_utf8_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TxtRecord.parse(new byte[] {3, 'a', '=', (byte) 0xff}))
        .withMessage("TXT string: malformed (expected: UTF-8)");
  }

  static byte[] strings(String... strings) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String string : strings) {
      byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }
}
