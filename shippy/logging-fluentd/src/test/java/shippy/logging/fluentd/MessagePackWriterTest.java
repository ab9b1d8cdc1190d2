package shippy.logging.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Read back by msgpack-core. */
class MessagePackWriterTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 255, 256, 32_768})
  void texts_of_any_length_come_back(int length) throws IOException {
    String text = "x".repeat(length);
    assertThat(read(new MessagePackWriter().text(text)).unpackString()).isEqualTo(text);
  }

  @Test
  void longer_texts_are_cut() throws IOException {
    String text = read(new MessagePackWriter().text("x".repeat(40_000))).unpackString();
    assertThat(text).hasSize(32_769).endsWith("x…");
  }

  @Test
  void texts_are_valid_utf_8() throws IOException {
    assertThat(read(new MessagePackWriter().text("Grüße, 世界 ⛵ 𝄞")).unpackString())
        .isEqualTo("Grüße, 世界 ⛵ 𝄞");
    assertThat(read(new MessagePackWriter().text("a\ud800b")).unpackString()).isEqualTo("a?b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 16, 65_535})
  void arrays_have_their_size(int size) throws IOException {
    assertThat(read(new MessagePackWriter().array(size)).unpackArrayHeader()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 127, 70_000, Integer.MAX_VALUE})
  void numbers_come_back(int number) throws IOException {
    assertThat(read(new MessagePackWriter().number(number)).unpackInt()).isEqualTo(number);
  }

  @Test
  void time_has_nanoseconds() throws IOException {
    Instant time = Instant.parse("2038-11-21T12:00:00.123456789Z");
    try (MessageUnpacker in = read(new MessagePackWriter().time(time))) {
      ExtensionTypeHeader head = in.unpackExtensionTypeHeader();
      assertThat(head.getType()).isZero();
      ByteBuffer value = ByteBuffer.wrap(in.readPayload(head.getLength()));
      assertThat(Instant.ofEpochSecond(value.getInt() & 0xffff_ffffL, value.getInt()))
          .isEqualTo(time);
    }
  }

  private static MessageUnpacker read(MessagePackWriter written) {
    return MessagePack.newDefaultUnpacker(written.toBytes());
  }
}
