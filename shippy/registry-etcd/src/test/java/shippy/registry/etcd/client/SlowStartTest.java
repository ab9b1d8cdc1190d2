package shippy.registry.etcd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.RegistryException;
import shippy.registry.etcd.format.EtcdKeys;
import shippy.testkit.etcd.EtcdExtension;

/** A request that leaves long after it was asked for, as on a machine that is too busy. */
class SlowStartTest {
  private static final Duration LIMIT = Duration.ofMillis(1_200);
  private static final Executor LATE =
      CompletableFuture.delayedExecutor(1_600, TimeUnit.MILLISECONDS);

  private static boolean dial(Config config) {
    return new Http2Probe(EtcdOptions.from(config), Runnable::run).getAsBoolean();
  }

  /** The request must begin before the client is closed: jetcd would open a channel that stays. */
  private static long count(Config config, Executor start) {
    try (EtcdClient client = new EtcdClient(EtcdOptions.from(config), LIMIT)) {
      return client
          .begin("count")
          .ask(
              jetcd ->
                  CompletableFuture.runAsync(() -> {}, start)
                      .thenCompose(none -> jetcd.getKVClient().get(EtcdKeys.bytes("none"))))
          .getCount();
    }
  }

  @Test
  void silent_server_gives_no_sign_of_life_and_is_told_in_time() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Config config = config("127.0.0.1:" + silent.getLocalPort());
      assertThat(dial(config)).isFalse();
      Supplier<Duration> spent = Clock.system().stopwatch();
      assertThatThrownBy(() -> count(config, Runnable::run))
          .isInstanceOf(RegistryException.class)
          .hasMessage("etcd does not answer: cannot count");
      assertThat(spent.get()).isLessThan(Duration.ofSeconds(3));
    }
  }

  private static Config config(String address) {
    return Config.of(Map.of("registry_address", address), Map.of());
  }

  @Nested
  @Tag("etcd")
  class OfPlaintext {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

    @Test
    void late_request_is_answered() {
      assertThat(count(config(etcd.endpoints()), LATE)).isZero();
    }

    @Test
    void one_live_member_is_a_sign_of_life() {
      assertThat(dial(config("127.0.0.1:1," + etcd.endpoints()))).isTrue();
      assertThat(dial(config("127.0.0.1:1"))).isFalse();
    }
  }

  @Nested
  @Tag("etcd")
  class OfTls {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).tls();

    @Test
    void handshake_is_part_of_the_sign() {
      Config config =
          Config.of(
              Map.of(
                  "registry_address",
                  etcd.endpoints(),
                  "registry_ca_file",
                  etcd.caFile().toString()),
              Map.of());
      assertThat(dial(config)).isTrue();
      assertThat(count(config, LATE)).isZero();
    }
  }
}
