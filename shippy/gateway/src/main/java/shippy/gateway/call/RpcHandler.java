package shippy.gateway.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.Query;
import shippy.gateway.http.RequestLimiter;
import shippy.gateway.http.TextResponse;
import shippy.invoke.Method;

/** micro's {@code rpc} handler: query and body together are the request, the answer is JSON. */
public final class RpcHandler {
  private static final String EVENTS = "text/event-stream";
  private static final String LINES = "application/x-ndjson";

  private final CallForwarder calls;

  public RpcHandler(CallForwarder calls) {
    this.calls = calls;
  }

  public void handle(HttpExchange in, Method method) throws IOException {
    call(in, method, request(in, method), calls.outgoing(in));
  }

  /** Sends this request. Many answers are events or lines, as the client asks. */
  void call(HttpExchange in, Method method, String request, CallForwarder.Outgoing outgoing)
      throws IOException {
    call(in, method, request, outgoing, json -> json);
  }

  /** The same, and answers with a part of each response. */
  void call(
      HttpExchange in,
      Method method,
      String request,
      CallForwarder.Outgoing outgoing,
      UnaryOperator<String> part)
      throws IOException {
    if (method.serverStreaming()) {
      stream(in, method, request, outgoing, part);
      return;
    }
    in.answer(
        calls
            .call(method, request, outgoing)
            .thenApply(
                reply -> TextResponse.json(200, part.apply(reply.json())).fromNode(reply.node())));
  }

  /** The body as it is, so that the reader of the message checks it; merged over a query if any. */
  String request(HttpExchange in, Method method) throws IOException {
    Query query = in.query();
    String body = in.bodyText();
    Optional<Query> form = in.form(body);
    if (form.isPresent()) {
      JsonObject values = values("form", form.get(), method);
      return JsonBody.merge(values("query", query, method), values).toString();
    }
    if (query.isEmpty()) {
      return body.isBlank() ? "{}" : body;
    }
    JsonObject base = values("query", query, method);
    if (!body.isBlank()) {
      calls.check(method, body);
    }
    return JsonBody.merge(base, JsonBody.parse(body)).toString();
  }

  /** Checked before they are merged, so that an error names where its value comes from. */
  JsonObject values(String source, Query query, Method method) {
    JsonObject json = QueryJson.of(query, method, source);
    calls.check(method, json.toString(), source);
    return json;
  }

  private void stream(
      HttpExchange in,
      Method method,
      String request,
      CallForwarder.Outgoing outgoing,
      UnaryOperator<String> part)
      throws IOException {
    in.take(RequestLimiter.Kind.STREAM);
    in.answerHeaders().add("Vary", "Accept");
    Pieces pieces = new Pieces(in, in.accepts(EVENTS));
    if (in.isHead()) { // there is nothing to wait for
      pieces.end();
      return;
    }
    try {
      calls.stream(
          method, request, calls.lasting(in, outgoing), json -> pieces.add(part.apply(json)));
      pieces.end();
    } catch (UncheckedIOException e) {
      throw e.getCause(); // the client has left
    } catch (HttpFault e) {
      pieces.fail(e);
    }
  }

  /** Sends answers. Headers go out with the first one: a call that fails before has its status. */
  private static final class Pieces {
    private final HttpExchange in;
    private final boolean events;
    private @Nullable OutputStream out;

    Pieces(HttpExchange in, boolean events) {
      this.in = in;
      this.events = events;
    }

    void add(String json) {
      try {
        write(events ? "data: " + json + "\n\n" : json + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void end() throws IOException {
      begun().close();
    }

    void fail(HttpFault fault) throws IOException {
      if (out == null) {
        throw fault;
      }
      String json = TextResponse.GSON.toJson(fault.json());
      write(events ? "event: error\ndata: " + json + "\n\n" : "{\"error\":" + json + "}\n");
      end();
    }

    private void write(String text) throws IOException {
      begun().write(text.getBytes(UTF_8));
    }

    private OutputStream begun() {
      if (out == null) {
        out = in.stream(200, events ? EVENTS : LINES);
      }
      return out;
    }
  }
}
