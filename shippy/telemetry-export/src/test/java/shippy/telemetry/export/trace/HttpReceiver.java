package shippy.telemetry.export.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An HTTP server with one answer. */
record HttpReceiver(HttpServer server) implements AutoCloseable {
  static {
    // The JDK reads it at the first server of a process, which is then not the one of the metrics.
    System.setProperty("sun.net.httpserver.maxReqTime", "2");
  }

  HttpReceiver(String path, HttpHandler handler) throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    server.createContext(path, handler);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Answers with a body of that type; without one if it is empty. */
  static void answer(HttpExchange request, int status, String type) throws IOException {
    request.getRequestBody().readAllBytes();
    if (!type.isEmpty()) {
      request.getResponseHeaders().set("Content-Type", type);
    }
    request.sendResponseHeaders(status, -1);
    request.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
