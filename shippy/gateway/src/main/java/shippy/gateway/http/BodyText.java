package shippy.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Decodes a body, packed or not, to text. Stateless. */
final class BodyText {
  private static final Pattern CHARSET =
      Pattern.compile("(?i).*;\\s*charset\\s*=\\s*\"?([^\";\\s]*)\"?.*");

  private BodyText() {}

  /**
   * The text of a body.
   *
   * @param encoding the header {@code Content-Encoding}
   * @param type the header {@code Content-Type}
   */
  static String of(byte[] body, Optional<String> encoding, Optional<String> type) {
    Charset charset = charset(type.orElse(""));
    byte[] plain = unpacked(body, encoding.orElse("identity").strip().toLowerCase(Locale.ROOT));
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(plain)).toString();
    } catch (CharacterCodingException e) {
      throw HttpFault.of(400, "body: no %s (expected: JSON in UTF-8)".formatted(charset));
    }
  }

  private static byte[] unpacked(byte[] body, String encoding) {
    return switch (encoding) {
      case "identity", "" -> body;
      case "gzip", "x-gzip" -> gunzip(body);
      default ->
          throw HttpFault.of(
              415, "Content-Encoding: \"%s\" (expected: gzip, or none)".formatted(encoding));
    };
  }

  /** Holds no more than the limit, however much a small body unpacks to. */
  private static byte[] gunzip(byte[] body) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(Limits.BODY_BYTES + 1);
      if (plain.length > Limits.BODY_BYTES) {
        throw ProtocolFaults.longBody();
      }
      return plain;
    } catch (IOException e) {
      throw HttpFault.of(400, "body: no gzip (expected: as Content-Encoding says)");
    }
  }

  private static Charset charset(String type) {
    Matcher named = CHARSET.matcher(type);
    String name = named.matches() ? named.group(1).toLowerCase(Locale.ROOT) : "utf-8";
    return switch (name) {
      case "utf-8", "utf8" -> StandardCharsets.UTF_8;
      case "us-ascii", "ascii" -> StandardCharsets.US_ASCII;
      case "iso-8859-1", "latin1" -> StandardCharsets.ISO_8859_1;
      default ->
          throw HttpFault.of(
              415, "charset: \"%s\" (expected: UTF-8, US-ASCII or ISO-8859-1)".formatted(name));
    };
  }
}
