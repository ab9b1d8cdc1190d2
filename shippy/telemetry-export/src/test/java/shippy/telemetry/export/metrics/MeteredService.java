package shippy.telemetry.export.metrics;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.HostPort;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;

/** A service on loopback that serves its metrics, and a client on the same platform. */
final class MeteredService implements AutoCloseable {
  static final String NAME = "shippy.service.metered";

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final HttpClient http = HttpClient.newHttpClient();
  final Platform platform;
  final RunningService service;
  final Client client;

  MeteredService(String... flags) {
    Map<String, String> all = new HashMap<>(Map.of("metrics_address", "127.0.0.1:0"));
    for (String flag : flags) {
      all.put(flag.substring(0, flag.indexOf('=')), flag.substring(flag.indexOf('=') + 1));
    }
    platform = Platform.on(registry, Config.of(all, Map.of()));
    service = Service.named(NAME).handler(new Fleet()).grace(Duration.ZERO).start(platform);
    service.ready().orTimeout(20, TimeUnit.SECONDS).join();
    client = platform.own(Client.of(platform));
  }

  Channel channel() {
    return client.channel(NAME);
  }

  /** As it is registered. */
  HostPort metrics() {
    return HostPort.parsePeer(service.node().metadata().getOrDefault("metrics", ""));
  }

  HttpResponse<byte[]> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + metrics() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** The series by name and labels, as Prometheus' text has them. */
  Map<String, Double> scrape() throws IOException, InterruptedException {
    Map<String, Double> series = new HashMap<>();
    new String(send("GET", "/metrics").body(), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
    return series;
  }

  @Override
  public void close() {
    service.close();
    platform.close();
    registry.close();
  }

  /** Fails if nothing is to be carried. */
  private static final class Fleet extends VesselServiceImplBase {
    @Override
    public void findAvailable(Specification wanted, StreamObserver<Response> caller) {
      if (wanted.getCapacity() == 0) {
        caller.onError(Status.INVALID_ARGUMENT.asException());
      } else {
        caller.onNext(Response.getDefaultInstance());
        caller.onCompleted();
      }
    }
  }
}
