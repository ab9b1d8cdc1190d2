package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.registry.Node;

/** Prometheus' HTTP service discovery. */
class PrometheusTargetsTest {
  private static final String PATH = "/prometheus/targets";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final GatewayFixture gateway = new GatewayFixture(HandlerKind.META, false);

  @AfterEach
  void close() {
    gateway.close();
  }

  private Node register(String id, String metrics) {
    Node node = Node.of("s", id, "127.0.0.1:1").withMetadata(Map.of("metrics", metrics));
    gateway.registry.register(node, Duration.ofMinutes(1));
    return node;
  }

  private static String target(String id, String address) {
    return """
        {"targets":["%s"],"labels":{"__meta_shippy_node":"%s","__meta_shippy_version":"latest",\
        "job":"s"}}"""
        .formatted(address, id);
  }

  @Test
  void instance_that_comes_is_listed_and_one_that_goes_is_not() throws IOException {
    RawConnection.Response none = gateway.get(PATH);
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.header("Content-Type")).isEqualTo("application/json");
    assertThat(none.body()).isEqualTo("[]\n");

    Node first = register("s-1", "127.0.0.1:9091");
    register("s-2", "[::1]:9092");
    gateway.registry.register(Node.of("s", "s-3", "127.0.0.1:3"), Duration.ofMinutes(1));
    eventually(
        SOON,
        () ->
            assertThat(gateway.get(PATH).body())
                .isEqualTo(
                    "[%s,%s]\n"
                        .formatted(target("s-1", "127.0.0.1:9091"), target("s-2", "[::1]:9092"))));

    gateway.registry.deregister(first);
    eventually(
        SOON,
        () ->
            assertThat(gateway.get(PATH).body())
                .isEqualTo("[%s]\n".formatted(target("s-2", "[::1]:9092"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:70000",
        "0.0.0.0:9091",
        "http://127.0.0.1:9091",
        "user@host:9091",
        "host:9091/metrics",
        "host name:9091",
        "host\u0000:9091",
        "host\n:9091",
        "\"]}]:9091",
        "host?x=1:9091",
        "${jndi}:9091",
        "[::1:9091"
      })
  void one_bad_address_spoils_nothing(String address) {
    register("s-1", address);
    register("s-2", "127.0.0.1:9092");
    eventually(
        SOON,
        () ->
            assertThat(gateway.get(PATH).body())
                .isEqualTo("[%s]\n".formatted(target("s-2", "127.0.0.1:9092"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void other_methods_are_refused(String method) throws IOException {
    assertThat(gateway.send(method + " " + PATH, "", "").status()).isEqualTo(405);
  }
}
