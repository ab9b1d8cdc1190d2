package shippy.telemetry.export.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import shippy.clock.Clock;
import shippy.telemetry.Resource;
import shippy.telemetry.Span;

/** A Zipkin server, or what else takes its JSON of version 2. */
record ZipkinReceiver(HttpPost post, Resource who, Clock clock) implements SpanReceiver {
  private static final HexFormat HEX = HexFormat.of();

  ZipkinReceiver(String url, Resource who, Clock clock) {
    this(new HttpPost(url, "application/json", 202, ""), who, clock);
  }

  @Override
  public Answer send(List<Span> spans, Duration limit) {
    post.send(json(spans).getBytes(UTF_8), limit);
    return Answer.ALL_TAKEN;
  }

  String json(List<Span> spans) {
    long epochNanos = SpanReceiver.epochNanos(clock);
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginArray();
      for (Span span : spans) {
        write(span, epochNanos + span.startedNanos(), json);
      }
      json.endArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not in memory
    }
    return text.toString();
  }

  private void write(Span span, long epochNanos, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("traceId").value(span.at().trace());
    json.name("id").value(HEX.toHexDigits(span.at().span()));
    if (span.parent() != 0) {
      json.name("parentId").value(HEX.toHexDigits(span.parent()));
    }
    json.name("name").value(span.name());
    switch (span.kind()) {
      case RPC_SERVER, HTTP_SERVER -> json.name("kind").value("SERVER");
      case RPC_CLIENT -> json.name("kind").value("CLIENT");
      case INTERNAL -> {} // has none
    }
    json.name("timestamp").value(TimeUnit.NANOSECONDS.toMicros(epochNanos));
    json.name("duration").value(Math.max(1, TimeUnit.NANOSECONDS.toMicros(span.durationNanos())));
    json.name("localEndpoint").beginObject();
    json.name("serviceName").value(who.service()).endObject();
    remote(span, json);
    json.name("tags").beginObject();
    json.name("service.instance.id").value(who.instance());
    json.name("service.version").value(who.version());
    SpanAttributes.write(span, new Tags(json));
    if (SpanAttributes.isError(span)) {
      json.name("error").value(span.status().name());
    }
    json.endObject().endObject();
  }

  private static void remote(Span span, JsonWriter json) throws IOException {
    json.name("remoteEndpoint").beginObject();
    if (span.attempt().isPresent()) {
      json.name("serviceName").value(span.attempt().get().service());
    }
    if (span.peer().orElse(null) instanceof InetSocketAddress at && at.getAddress() != null) {
      json.name(at.getAddress() instanceof Inet6Address ? "ipv6" : "ipv4");
      json.value(SpanAttributes.address(at)).name("port").value(at.getPort());
    }
    json.endObject();
  }

  /** All of them are texts. */
  private record Tags(JsonWriter json) implements SpanAttributes.Sink {
    @Override
    public void put(String key, String value) {
      try {
        json.name(key).value(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // not in memory
      }
    }

    @Override
    public void put(String key, long value) {
      put(key, Long.toString(value));
    }
  }
}
