package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.client.Client;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.registry.Node;
import shippy.testkit.CommandHarness;
import shippy.testkit.Concurrently;
import shippy.testkit.RunningCommand;
import shippy.testkit.ThrowingRunnable;
import shippy.testkit.etcd.EtcdExtension;

/**
 * What a call costs more through the gateway: the same method of the same vessel service, asked by
 * gRPC and by HTTP in turn, with 1, 4 and 16 clients. And what the gateway is itself: its start
 * beside that of {@code shippy --version}, its page, its memory with 300 instances in the registry.
 * Run by {@code make bench}.
 */
class GatewayBench {
  private static final int ROUNDS = 5;
  private static final long SPAN_SECONDS = 4;
  private static final int INSTANCES = 300;
  private static final String BODY = "{\"capacity\":1,\"max_weight\":100}";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Config config =
      Config.of(Map.of("registry", "etcd", "registry_address", ETCD.endpoints()), Map.of());

  /** What was measured in one span. */
  private record Rate(double perSecond, double p99Millis) {
    static Rate median(List<Rate> rates) {
      return new Rate(
          median(rates.stream().mapToDouble(Rate::perSecond).toArray()),
          median(rates.stream().mapToDouble(Rate::p99Millis).toArray()));
    }

    private static double median(double[] values) {
      return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
  }

  @Test
  void requests_per_second_through_the_gateway_and_past_it() throws Exception {
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());
        Client client = Client.open(config)) {
      start(sandbox, Sandbox.VESSEL).awaitLine("Registered node: ", Sandbox.START);
      RunningCommand api = start(sandbox, Sandbox.TOOL, "api", "--address=127.0.0.1:0");
      URI url = URI.create(api.awaitLine("Listening on (http\\S+)", Sandbox.START).group(1));
      ThrowingRunnable direct = direct(client);
      ThrowingRunnable gateway = gateway(url);
      for (int clients : new int[] {16, 16, 16, 1, 1, 1}) { // until nothing is left to compile
        rate(direct, clients);
        rate(gateway, clients);
      }
      System.out.printf(
          "%n%-8s %10s %10s %6s %12s %12s %6s%n",
          "clients", "gRPC/s", "gateway/s", "ratio", "gRPC p99", "gateway p99", "ratio");
      for (int clients : new int[] {1, 4, 16}) {
        report(clients, direct, gateway);
      }
      memory(api.pid(), url);
    }
  }

  @Test
  void start_beside_a_start_that_does_nothing() throws Exception {
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints())) {
      double[] nothing = new double[ROUNDS];
      double[] gateway = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        long begin = System.nanoTime();
        sandbox.program(CommandHarness.untunedJar(Sandbox.TOOL)).run("--version");
        nothing[round] = millisSince(begin);
        begin = System.nanoTime();
        RunningCommand api = start(sandbox, Sandbox.TOOL, "api", "--address=127.0.0.1:0");
        api.awaitLine("Listening on ", Sandbox.START);
        gateway[round] = millisSince(begin);
        api.kill();
      }
      System.out.printf(
          Locale.ROOT,
          "%nstart: shippy --version %.0f ms, shippy api until it listens %.0f ms, ratio %.2f%n",
          Rate.median(nothing),
          Rate.median(gateway),
          Rate.median(gateway) / Rate.median(nothing));
    }
  }

  /** Without the flags of the tests, which make programs start fast and run slowly. */
  private static RunningCommand start(Sandbox sandbox, Path jar, String... args) {
    return sandbox.program(CommandHarness.untunedJar(jar)).start(args);
  }

  private static ThrowingRunnable direct(Client client) {
    VesselServiceBlockingStub vessels =
        VesselServiceGrpc.newBlockingStub(client.channel("shippy.service.vessel"));
    Specification box = Specification.newBuilder().setCapacity(1).setMaxWeight(100).build();
    return () -> assertThat(vessels.findAvailable(box).hasVessel()).isTrue();
  }

  private static ThrowingRunnable gateway(URI url) {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/shippy.service.vessel/FindAvailable"))
            .POST(BodyPublishers.ofString(BODY))
            .build();
    return () ->
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private static void report(int clients, ThrowingRunnable direct, ThrowingRunnable gateway)
      throws Exception {
    List<Rate> past = new ArrayList<>();
    List<Rate> through = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      past.add(rate(direct, clients));
      through.add(rate(gateway, clients));
    }
    Rate grpc = Rate.median(past);
    Rate http = Rate.median(through);
    System.out.printf(
        Locale.ROOT,
        "%-8d %10.0f %10.0f %6.2f %9.2f ms %9.2f ms %6.2f%n",
        clients,
        grpc.perSecond(),
        http.perSecond(),
        http.perSecond() / grpc.perSecond(),
        grpc.p99Millis(),
        http.p99Millis(),
        http.p99Millis() / grpc.p99Millis());
  }

  /** Calls one after the other by each client, none of which may fail. */
  private static Rate rate(ThrowingRunnable call, int clients) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
    List<ThrowingRunnable> tasks = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      tasks.add(
          () -> {
            while (!over.get()) {
              long begin = System.nanoTime();
              call.run();
              millis.add(millisSince(begin));
            }
          });
    }
    tasks.add(
        () -> {
          TimeUnit.SECONDS.sleep(SPAN_SECONDS);
          over.set(true);
        });
    long begin = System.nanoTime();
    Concurrently.run(tasks);
    double seconds = millisSince(begin) / 1000;
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Rate(sorted.length / seconds, sorted[sorted.length * 99 / 100]);
  }

  private void memory(long pid, URI url) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest page = HttpRequest.newBuilder(url).header("Accept", "text/html").build();
    int bytes = http.send(page, BodyHandlers.ofByteArray()).body().length;
    HttpRequest health = HttpRequest.newBuilder(url.resolve("/health")).build();
    http.send(health, BodyHandlers.discarding());
    long before = heapKib(pid);
    try (Platform platform = Platform.open(config)) {
      for (int i = 0; i < INSTANCES; i++) {
        Node node = Node.of("shippy.service.many", "many-" + i, "127.0.0.1:" + (20_000 + i));
        platform.registry().register(node, Duration.ofMinutes(1));
      }
      eventually( // it tells of a look within the last second
          Duration.ofSeconds(10),
          () ->
              assertThat(http.send(health, BodyHandlers.ofString()).body())
                  .contains("many-" + (INSTANCES - 1)));
      System.out.printf(
          "%nheap in use: %d KiB, with %d instances in the registry %d KiB; page: %d bytes%n",
          before, INSTANCES, heapKib(pid), bytes);
    }
  }

  /** After a full collection. */
  private static long heapKib(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    CommandHarness.program(jcmd, Long.toString(pid), "GC.run").run();
    String info = CommandHarness.program(jcmd, Long.toString(pid), "GC.heap_info").run().stdout();
    Matcher used = Pattern.compile("used (\\d+)K").matcher(info);
    assertThat(used.find()).as(info).isTrue();
    return Long.parseLong(used.group(1));
  }

  private static double millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e6;
  }
}
