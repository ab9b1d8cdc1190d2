package shippy.telemetry.export.trace;

import io.grpc.ManagedChannel;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.telemetry.Resource;

/** Sends the spans of a process to where {@code --trace_endpoint} says. Stateless. */
public final class TraceExport {
  private TraceExport() {}

  /**
   * Starts, if there is an endpoint; the platform ends it, and what is left is sent before that.
   *
   * @throws shippy.problem.ProblemException if the endpoint is malformed
   */
  public static void start(Platform platform, Resource who) {
    Config config = platform.config();
    config
        .find(Settings.TRACE_ENDPOINT)
        .map(
            text ->
                TraceEndpoint.parse(
                    text, expected -> config.invalid(Settings.TRACE_ENDPOINT, expected)))
        .ifPresent(
            endpoint -> {
              SpanBatches batches =
                  platform.own(
                      new SpanBatches(
                          endpoint.toString(),
                          receiver(endpoint, platform, who),
                          platform.clock()));
              follow(platform, batches);
            });
  }

  private static void follow(Platform platform, SpanBatches batches) {
    LiveConfig live = platform.liveConfig();
    Runnable export =
        () ->
            platform.monitor().exportSpans(batches::add, live.current().get(Settings.TRACE_SAMPLE));
    export.run();
    platform.own(live.onUpdate(export)::run);
  }

  private static SpanReceiver receiver(TraceEndpoint at, Platform platform, Resource who) {
    return switch (at.protocol()) {
      case OTLP -> OtlpReceiver.grpc(channel(at, platform), who, platform.clock());
      case OTLP_HTTP -> OtlpReceiver.http(at.url("/v1/traces"), who, platform.clock());
      case ZIPKIN -> new ZipkinReceiver(at.url("/api/v2/spans"), who, platform.clock());
    };
  }

  private static ManagedChannel channel(TraceEndpoint at, Platform platform) {
    String host = at.address().toString(); // a path of a URI, which takes no brackets
    String path = host.replace("%", "%25").replace("[", "%5B").replace("]", "%5D");
    try {
      return platform.channel("dns:///" + path).build();
    } catch (IllegalArgumentException e) { // gRPC looks up fewer names than others
      throw platform.config().invalid(Settings.TRACE_ENDPOINT, "a host that gRPC can look up");
    }
  }
}
