package shippy.registry.etcd.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ClientBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.config.Config;

class JetcdConnectionTest {
  /** etcd refuses pings without a call or watch, and those within 5 s of each other. */
  @Test
  void pings_are_sent_only_while_a_call_or_watch_is_open_and_no_oftener_than_etcd_permits() {
    EtcdOptions options = EtcdOptions.from(Config.of(Map.of(), Map.of()));
    try (EtcdClient client = new EtcdClient(options, Duration.ofSeconds(1))) {
      ClientBuilder builder = client.connection().builder();
      assertThat(builder.keepaliveWithoutCalls()).isFalse();
      assertThat(builder.keepaliveTime()).isGreaterThan(Duration.ofSeconds(5));
    }
  }
}
