package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.registry.Node;
import shippy.registry.etcd.format.EtcdKeys;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** How long a running service is absent from etcd after what happens there, in figures. */
@Order(2)
@Tag("etcd")
@Execution(ExecutionMode.CONCURRENT)
class RegistrationFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @RegisterExtension final EtcdExtension etcd = EtcdExtension.nodes(1);

  private EtcdRegistry observer = EtcdRegistries.open("127.0.0.1");

  @BeforeEach
  void observe() {
    observer = EtcdRegistries.open(etcd.endpoints());
  }

  @AfterEach
  void close() {
    observer.close();
  }

  @Test
  void revoked_lease_is_replaced_within_6_seconds() {
    try (TestService service = TestService.start(etcd.endpoints())) {
      eventually(SOON, () -> assertThat(ids(service.name())).containsExactly(service.id()));
      etcd.etcdctl(
          "lease", "revoke", EtcdRegistries.lease(etcd, EtcdKeys.of(service.node()).toString()));
      assertThat(ids(service.name())).isEmpty();
      RecoveryTime.within(
          Duration.ofSeconds(6),
          "absent after its lease is revoked",
          () -> assertThat(ids(service.name())).containsExactly(service.id()));
    }
  }

  @Test
  void deleted_key_is_back_within_10_seconds() {
    try (TestService service = TestService.start(etcd.endpoints())) {
      eventually(SOON, () -> assertThat(ids(service.name())).containsExactly(service.id()));
      etcd.etcdctl("del", EtcdKeys.PREFIX, "--prefix");
      assertThat(ids(service.name())).isEmpty();
      RecoveryTime.within(
          Duration.ofSeconds(10),
          "absent after its key is deleted",
          () -> assertThat(ids(service.name())).containsExactly(service.id()));
    }
  }

  @Test
  void service_is_back_within_3_seconds_after_an_outage_of_4_ttls() {
    try (TestService service = TestService.shortLease(etcd.endpoints())) {
      eventually(SOON, () -> assertThat(ids(service.name())).containsExactly(service.id()));
      etcd.kill(0);
      throughout(
          Duration.ofSeconds(12), () -> assertThatThrownBy(() -> ids(service.name())).isNotNull());
      etcd.restart(0);
      // etcd gives leases their whole ttl again when it starts: what counts is the time after that.
      RecoveryTime.absence(
          Duration.ofSeconds(3),
          "absent after etcd is back from 4 ttls",
          Duration.ofSeconds(7),
          () -> ids(service.name()).equals(List.of(service.id())));
    }
  }

  @Test
  void service_is_back_within_5_seconds_after_etcd_lost_everything() {
    try (TestService service = TestService.start(etcd.endpoints())) {
      eventually(SOON, () -> assertThat(ids(service.name())).containsExactly(service.id()));
      etcd.wipe();
      RecoveryTime.within(
          Duration.ofSeconds(5),
          "absent after etcd was wiped",
          () -> assertThat(ids(service.name())).containsExactly(service.id()));
    }
  }

  @Test
  void killed_service_is_gone_two_seconds_after_its_ttl() {
    try (CommandHarness java = CommandHarness.main(TestService.class)) {
      String name = TestService.uniqueName();
      RunningCommand service =
          java.start(
              "--server_name=" + name,
              "--registry=etcd",
              "--registry_address=" + etcd.endpoints(),
              "--register_ttl=3s",
              "--register_interval=1s");
      service.awaitLine("Registered node: ", Duration.ofSeconds(30));
      assertThat(ids(name)).hasSize(1);
      service.kill();
      RecoveryTime.within(
          Duration.ofSeconds(5),
          "listed after kill -9, ttl 3 s",
          () -> assertThat(ids(name)).isEmpty());
    }
  }

  private List<String> ids(String service) {
    return observer.nodes(service).stream().map(Node::id).toList();
  }
}
