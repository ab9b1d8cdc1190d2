package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.gateway.http.Limits;
import shippy.testkit.CommandHarness;
import shippy.testkit.Prerequisite;
import shippy.testkit.RunningCommand;

/** Programs that others put before a gateway, or ask it with. */
class HealthCheckerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final GatewayFixture gateway = GatewayFixture.open();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    gateway.close();
  }

  /** Each back end is the gateway, asked for its health in another way. */
  @Test
  void haproxy_keeps_the_gateway_up() throws IOException {
    List<String> checks =
        List.of(
            "option httpchk",
            "option httpchk GET /services",
            "option httpchk GET /health HTTP/1.0",
            "option httpchk\n  http-check send meth GET uri /services ver HTTP/1.1 hdr Host localhost",
            "option httpchk OPTIONS *",
            "option httpchk\n  http-check send meth GET uri /services hdr Host localhost"
                + "\n  default-server check-proto h2 proto h2");
    int port = freePort();
    Path config = Files.writeString(folder.resolve("haproxy.cfg"), config(port, checks));
    try (CommandHarness harness =
            CommandHarness.program(haproxy(), "-db", "-f", config.toString());
        RunningCommand running = harness.start()) {
      for (int i = 0; i < checks.size(); i++) {
        int backend = i;
        eventually(
            LIMIT,
            () ->
                assertThat(state(port, "b" + backend)).as(checks.get(backend)).startsWith("L7OK"));
        assertThat(state(port, "b" + i)).as(checks.get(i)).isEqualTo("L7OK no failures");
        assertThat(get(port, "/services", "X-Backend: b" + i + "\r\n"))
            .matches(
                r -> r.status() == 200 && r.body().contains(GatewayFixture.SHIPPING),
                checks.get(i));
      }
    }
  }

  private String config(int port, List<String> checks) {
    StringBuilder config =
        new StringBuilder(
            """
            defaults
              mode http
              timeout connect 5s
              timeout client 20s
              timeout server 20s
              timeout check 10s
            frontend all
              bind 127.0.0.1:%d
              stats enable
              stats uri /stats
              use_backend %%[req.hdr(X-Backend)] if { req.hdr(X-Backend) -m found }
            """
                .formatted(port));
    for (int i = 0; i < checks.size(); i++) {
      config.append(
          "backend b%d\n  %s\n  server gateway 127.0.0.1:%d check inter 3s rise 1 fall 1\n"
              .formatted(i, checks.get(i), gateway.port()));
    }
    return config.toString();
  }

  private static String haproxy() {
    for (String path : (System.getenv("PATH") + ":/usr/sbin").split(":", -1)) {
      Path program = Path.of(path, "haproxy");
      if (Files.isExecutable(program)) {
        return program.toString();
      }
    }
    throw Prerequisite.missing("no haproxy; .ci/provide installs it");
  }

  /** The outcome of the last check, and how many have failed. */
  private static String state(int port, String backend) throws IOException {
    List<String[]> table = new ArrayList<>();
    get(port, "/stats;csv", "").body().lines().forEach(line -> table.add(line.split(",", -1)));
    List<String> names = Arrays.asList(table.get(0));
    String[] row =
        table.stream()
            .filter(r -> r[0].equals(backend) && r[1].equals("gateway"))
            .findFirst()
            .orElseThrow();
    String failures = row[names.indexOf("chkfail")];
    String number = failures.equals("0") ? "no" : failures;
    return row[names.indexOf("check_status")].replace("* ", "") + " " + number + " failures";
  }

  private static RawConnection.Response get(int port, String target, String headers)
      throws IOException {
    String head = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n";
    return RawConnection.exchange(port, head.formatted(target, headers));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void curl_speaks_http2_by_prior_knowledge() {
    String url = "http://127.0.0.1:" + gateway.port();
    String list = url + "/consignment/shippingService/getConsignments";
    assertThat(curl("-d", "{\"page_size\":7}", list))
        .isEqualTo("{\"next_page_token\":\"{\\\"pageSize\\\":7}\"}\nHTTP/2 200\n");
    assertThat(curl(url + "/%zz")).contains("\"code\":400").endsWith("HTTP/2 400\n");
    assertThat(curl("-I", url + "/services")).contains("content-length: 53\r\n");
    String large = "{\"page_token\":\"%s\"}".formatted("a".repeat(Limits.BODY_BYTES));
    try (CommandHarness curl = CommandHarness.program("curl")) {
      CommandHarness.Result result =
          curl.stdin(large.getBytes(UTF_8))
              .run("-sS", "--http2-prior-knowledge", "--data-binary", "@-", list);
      assertThat(result.stdout()).as(result.stderr()).contains("\"code\":413");
    }
  }

  private static String curl(String... args) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-sS", "--http2-prior-knowledge", "-w", "HTTP/%{http_version} %{http_code}\\n"));
    all.addAll(List.of(args));
    try (CommandHarness curl = CommandHarness.program("curl")) {
      CommandHarness.Result result = curl.run(all.toArray(String[]::new));
      assertThat(result.exitCode()).as(result.stderr()).isZero();
      return result.stdout();
    }
  }
}
