package shippy.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends one HTTP/2 request as frames that are put together here, with whatever octets in them. */
final class RawHttp2 {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  static final byte[] DEFAULTS = {};

  /** SETTINGS_INITIAL_WINDOW_SIZE 0: the client takes nothing of a body. */
  static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};

  private RawHttp2() {}

  /**
   * One request by prior knowledge.
   *
   * @param headers pseudo-headers first
   * @return status 0 if the stream or the connection ends without an answer
   */
  static RawConnection.Response exchange(int port, Map<String, String> headers, byte[] body)
      throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send(beginning(headers, DEFAULTS, body.length == 0));
      if (body.length > 0) {
        connection.send(frame(DATA, END_STREAM, 1, body));
      }
      return read(connection);
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A connection up to the headers of its first request.
   *
   * @param whole whether there is no more of the request
   */
  static byte[] beginning(Map<String, String> headers, byte[] settings, boolean whole) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8));
    out.writeBytes(frame(SETTINGS, 0, 0, settings));
    out.writeBytes(frame(HEADERS, END_HEADERS | (whole ? END_STREAM : 0), 1, block(headers)));
    return out.toByteArray();
  }

  /** Literals without indexing and without Huffman codes (RFC 7541 §6.2.2). */
  private static byte[] block(Map<String, String> headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    headers.forEach(
        (name, value) -> {
          block.write(0);
          string(block, name.getBytes(ISO_8859_1));
          string(block, value.getBytes(ISO_8859_1));
        });
    return block.toByteArray();
  }

  private static void string(ByteArrayOutputStream block, byte[] text) {
    int rest = text.length - 127;
    block.write(Math.min(text.length, 127));
    if (rest >= 0) {
      for (; rest >= 128; rest >>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(text);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static RawConnection.Response read(RawConnection connection)
      throws IOException, Http2Exception {
    DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      byte[] head = connection.bytes(9);
      if (head.length < 9 || head[3] == RESET || head[3] == GOAWAY) {
        return RawConnection.Response.NONE;
      }
      ByteBuffer fields = ByteBuffer.wrap(head);
      byte[] payload = connection.bytes(fields.getInt(0) >>> 8);
      if (head[3] == HEADERS) {
        Http2Headers some = decoder.decodeHeaders(1, Unpooled.wrappedBuffer(payload));
        some.forEach(h -> headers.put(h.getKey().toString(), h.getValue().toString()));
      } else if (head[3] == DATA) {
        body.writeBytes(payload);
      }
      boolean last = (head[4] & END_STREAM) != 0 && (head[3] == HEADERS || head[3] == DATA);
      if (last) {
        int status = Integer.parseInt(headers.getOrDefault(":status", "0"));
        return new RawConnection.Response(status, headers, body.toString(UTF_8));
      }
    }
  }

  /** In this order; characters are octets. */
  static Map<String, String> headers(String method, byte[] path, String host, String more) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(":method", method);
    headers.put(":scheme", "http");
    headers.put(":authority", host);
    headers.put(":path", new String(path, ISO_8859_1));
    more.lines()
        .map(line -> line.split(": ", 2))
        .forEach(pair -> headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1]));
    return headers;
  }
}
