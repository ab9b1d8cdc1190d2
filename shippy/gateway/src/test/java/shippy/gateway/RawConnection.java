package shippy.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends the bytes it is given, however wrong, and reads what comes back. */
final class RawConnection implements Closeable {
  private static final int LIMIT_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  /**
   * What came back.
   *
   * @param status 0 if the connection was closed without an answer
   * @param headers by name in any case
   */
  record Response(int status, Map<String, String> headers, String body) {
    static final Response NONE = new Response(0, Map.of(), "");

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** One request on a connection of its own. */
  static Response exchange(int port, String request) throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      return connection.exchange(request);
    }
  }

  Response exchange(String request) throws IOException {
    send(request);
    return read(request.startsWith("HEAD"));
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Sends no more. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether something of an answer has come. */
  boolean isAnswered() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Response read() throws IOException {
    return read(false);
  }

  /** Passes over status line and headers. */
  void head() throws IOException {
    String line = line();
    while (!line.isEmpty()) {
      line = line();
    }
  }

  /** So many bytes, fewer at the end. */
  byte[] bytes(int count) throws IOException {
    return in.readNBytes(count);
  }

  Response read(boolean head) throws IOException {
    String status = line();
    if (status.isEmpty()) {
      return Response.NONE;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      headers.merge(line.substring(0, colon), value, (first, next) -> first + ", " + next);
    }
    byte[] body = head ? new byte[0] : body(headers);
    return new Response(
        Integer.parseInt(status.split(" ", -1)[1]), headers, new String(body, UTF_8));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("Transfer-encoding", "").equals("chunked")) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (String piece = chunk(); !piece.isEmpty(); piece = chunk()) {
        all.writeBytes(piece.getBytes(ISO_8859_1));
      }
      return all.toByteArray();
    }
    return in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-length", "0")));
  }

  /** Without a CRLF; empty at the end too. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = next(); c >= 0 && c != '\n'; c = next()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private int next() throws IOException {
    try {
      return in.read();
    } catch (SocketException e) {
      return -1; // reset is an end too
    }
  }

  /** The next chunk of a body, empty at its end. */
  String chunk() throws IOException {
    String size = line();
    byte[] piece = in.readNBytes(size.isEmpty() ? 0 : Integer.parseInt(size, 16));
    line();
    return new String(piece, ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
