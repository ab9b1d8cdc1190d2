package shippy.registry.mdns.sd;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pairs of a DNS-SD TXT record (RFC 6763 §6), in order; a key without value has an empty one.
 */
record TxtRecord(Map<String, String> pairs) {
  /** What still fits into one Ethernet frame beside the other records. */
  static final int MAX_BYTES = 1300;

  /** A string's length is one byte. */
  static final int MAX_STRING_BYTES = 255;

  TxtRecord {
    pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
  }

  /** The record; an {@link IllegalArgumentException} names the key that does not fit. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String longest = "";
    int most = 0;
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      byte[] string = (pair.getKey() + "=" + pair.getValue()).getBytes(StandardCharsets.UTF_8);
      requireAtMost(MAX_STRING_BYTES, string.length, pair.getKey());
      out.write(string.length);
      out.writeBytes(string);
      if (string.length > most) {
        most = string.length;
        longest = pair.getKey();
      }
    }
    requireAtMost(MAX_BYTES, out.size(), "all pairs together, the longest being " + longest);
    return out.toByteArray();
  }

  private static void requireAtMost(int limit, int size, String what) {
    if (size > limit) {
      throw new IllegalArgumentException(
          "%s: %d bytes (expected: at most %d)".formatted(what, size, limit));
    }
  }

  /**
   * Reads a record from the network. The first of equal keys counts, strings that begin with {@code
   * =} do not (RFC 6763 §6.4). An {@link IllegalArgumentException} says what is wrong with it.
   */
  static TxtRecord parse(byte[] bytes) {
    requireAtMost(MAX_BYTES, bytes.length, "TXT");
    Map<String, String> pairs = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      int length = Byte.toUnsignedInt(in.get());
      if (length > in.remaining()) {
        throw new IllegalArgumentException(
            "TXT string: %d bytes (expected: at most the %d left)"
                .formatted(length, in.remaining()));
      }
      String string = text(in.slice(in.position(), length));
      in.position(in.position() + length);
      int equals = string.indexOf('=');
      if (equals > 0) {
        pairs.putIfAbsent(string.substring(0, equals), string.substring(equals + 1));
      } else if (equals < 0 && length > 0) {
        pairs.putIfAbsent(string, "");
      }
    }
    return new TxtRecord(pairs);
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("TXT string: malformed (expected: UTF-8)", e);
    }
  }
}
