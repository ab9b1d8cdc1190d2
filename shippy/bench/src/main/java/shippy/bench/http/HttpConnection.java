package shippy.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * FindAvailable through the gateway, over a kept HTTP/1.1 connection. It reads no more of an answer
 * than its status and its length, so that it costs little. One thread.
 */
final class HttpConnection implements WaitingCallers.Caller {
  private static final String BODY = "{\"capacity\":1,\"max_weight\":100}";
  private static final byte[] REQUEST =
      ("POST /shippy.service.vessel/FindAvailable HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(ISO_8859_1);
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final Socket socket;
  private final byte[] piece = new byte[8192];

  HttpConnection(InetSocketAddress gateway) throws IOException {
    socket = new Socket(gateway.getAddress(), gateway.getPort());
    socket.setTcpNoDelay(true);
  }

  @Override
  public void call() throws IOException {
    socket.getOutputStream().write(REQUEST);
    InputStream in = socket.getInputStream();
    int read = 0;
    String answer;
    do {
      int more = in.read(piece, read, piece.length - read);
      if (more < 0) {
        throw new EOFException("the gateway has closed the connection");
      }
      read += more;
      answer = new String(piece, 0, read, ISO_8859_1);
    } while (!isWhole(answer));
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(answer);
    }
  }

  private static boolean isWhole(String answer) {
    int head = answer.indexOf("\r\n\r\n");
    Matcher length = LENGTH.matcher(answer);
    return head >= 0
        && length.find()
        && answer.length() == head + 4 + Integer.parseInt(length.group(1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
