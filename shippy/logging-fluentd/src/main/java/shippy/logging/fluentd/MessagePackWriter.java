package shippy.logging.fluentd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;

/** Writes MessagePack, as much of it as log events need. For one thread. */
final class MessagePackWriter {
  private static final int LONGEST = 32_768;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  /** The head of an array; its elements follow. */
  MessagePackWriter array(int size) {
    return size < 16 ? big(0x90 | size, 1) : big(0xdc, 1).big(size, 2);
  }

  /** The head of a map of at most 15 entries; its keys and values follow. */
  MessagePackWriter map(int size) {
    return big(0x80 | size, 1);
  }

  /** A text; what is longer than 32 768 characters is cut. */
  MessagePackWriter text(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    byte[] utf8 = cut.getBytes(UTF_8);
    if (utf8.length < 32) {
      big(0xa0 | utf8.length, 1);
    } else if (utf8.length < 256) {
      big(0xd9, 1).big(utf8.length, 1);
    } else {
      big(0xdb, 1).big(utf8.length, 4);
    }
    return packed(utf8);
  }

  MessagePackWriter number(int value) {
    return big(0xce, 1).big(value, 4);
  }

  /** Fluentd's {@code EventTime}: seconds and nanoseconds. */
  MessagePackWriter time(Instant time) {
    return big(0xd700, 2).big(time.getEpochSecond(), 4).big(time.getNano(), 4);
  }

  /** What has been written elsewhere. */
  MessagePackWriter packed(byte[] value) {
    bytes.write(value, 0, value.length);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private MessagePackWriter big(long value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      bytes.write((int) (value >> shift));
    }
    return this;
  }
}
