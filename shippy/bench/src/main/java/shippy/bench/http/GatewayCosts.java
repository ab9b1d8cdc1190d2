package shippy.bench.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.bench.report.Figures;
import shippy.clock.Clock;
import shippy.testkit.CommandHarness;
import shippy.testkit.Eventually;

/** What a running gateway uses of the machine. Not thread-safe. */
final class GatewayCosts {
  private static final String WHO = "gateway";
  private static final int WATCHERS = 200;
  private static final double TICKS_A_SECOND = 100;
  private static final Duration SETTLING = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final InetSocketAddress gateway;
  private final long pid;
  private final Figures figures;
  private final HttpClient http = HttpClient.newHttpClient();

  GatewayCosts(InetSocketAddress gateway, long pid, Figures figures) {
    this.gateway = gateway;
    this.pid = pid;
    this.figures = figures;
  }

  /** The part of a core that it uses while many pages watch so many instances. */
  void watchers(int instances, Duration span) throws Exception {
    String subject = "%d watchers, %d instances".formatted(WATCHERS, instances);
    try (Watchers watchers = new Watchers(gateway, WATCHERS)) {
      pass(SETTLING);
      double busy = processorSeconds();
      long bytes = watchers.bytes();
      pass(span);
      double seconds = span.toMillis() / 1000.0;
      figures.add(subject, WHO, "core", 100 * (processorSeconds() - busy) / seconds, "%");
      double kilobytes = (watchers.bytes() - bytes) / 1024.0 / WATCHERS;
      figures.add(subject, WHO, "a watcher and second", kilobytes / seconds, "KB");
    }
  }

  /** What it holds while so many instances are registered, and how large its page is. */
  void memory(int instances) throws Exception {
    figures.add("page", WHO, "size", get("/", "text/html").length() / 1024.0, "KB");
    awaitInstances(instances);
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    CommandHarness.program(jcmd, Long.toString(pid), "GC.run").run();
    String info = CommandHarness.program(jcmd, Long.toString(pid), "GC.heap_info").run().stdout();
    Matcher used = USED.matcher(info);
    if (!used.find()) {
      throw new IllegalStateException(info);
    }
    double megabytes = Long.parseLong(used.group(1)) / 1024.0;
    figures.add(instances + " instances", WHO, "heap in use", megabytes, "MB");
  }

  private void awaitInstances(int number) {
    Eventually.eventually(
        LIMIT,
        () -> {
          int seen = get("/health", "*/*").split("\"id\":", -1).length - 1;
          if (seen < number) {
            throw new AssertionError("the gateway sees %d instances".formatted(seen));
          }
        });
  }

  private static void pass(Duration time) throws Exception {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Clock.system().schedule(time, () -> over.complete(null));
    over.get();
  }

  private String get(String path, String type) {
    URI uri = URI.create("http://127.0.0.1:" + gateway.getPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", type).build();
    return http.sendAsync(request, BodyHandlers.ofString()).join().body();
  }

  /** Of user and system. */
  private double processorSeconds() throws IOException {
    String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }
}
