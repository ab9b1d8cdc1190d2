package shippy.registry.mdns.micro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import shippy.registry.Endpoint;

/**
 * The TXT record of a go-micro node: JSON, by zlib, in hexadecimal digits, in strings of at most
 * 255 bytes. Immutable.
 */
record MicroText(
    String service, String version, List<Endpoint> endpoints, Map<String, String> metadata) {
  private static final int MAX_STRING = 255;
  private static final int MAX_INFLATED = 64 * 1024;
  private static final int BLOCK = 4096;

  MicroText {
    endpoints = List.copyOf(endpoints);
    metadata = Map.copyOf(metadata);
  }

  /** The record. */
  byte[] bytes() {
    byte[] digits =
        HexFormat.of().formatHex(deflate(MicroJson.write(this).getBytes(UTF_8))).getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(digits.length + digits.length / 128);
    for (int from = 0; from < digits.length; from += MAX_STRING) {
      int length = Math.min(MAX_STRING, digits.length - from);
      out.write(length);
      out.write(digits, from, length);
    }
    return out.toByteArray();
  }

  /** Reads a record; an {@link IllegalArgumentException} says what is wrong with it. */
  static MicroText parse(byte[] bytes) {
    StringBuilder digits = new StringBuilder(bytes.length);
    for (int at = 0; at < bytes.length; ) {
      int length = Byte.toUnsignedInt(bytes[at++]);
      if (length > bytes.length - at) {
        throw new IllegalArgumentException("TXT string: ends beyond the record");
      }
      digits.append(new String(bytes, at, length, ISO_8859_1));
      at += length;
    }
    return MicroJson.read(new String(inflate(HexFormat.of().parseHex(digits)), UTF_8));
  }

  private static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(plain);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length);
    byte[] block = new byte[BLOCK];
    while (!deflater.finished()) {
      out.write(block, 0, deflater.deflate(block));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static byte[] inflate(byte[] packed) {
    Inflater inflater = new Inflater();
    inflater.setInput(packed);
    ByteArrayOutputStream out = new ByteArrayOutputStream(BLOCK);
    byte[] block = new byte[BLOCK];
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(block);
        if (count == 0 || out.size() + count > MAX_INFLATED) {
          throw new IllegalArgumentException(
              "TXT: not zlib of at most %d bytes".formatted(MAX_INFLATED));
        }
        out.write(block, 0, count);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("TXT: not zlib: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
