package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.etcd.EtcdExtension;

/** Services of several frameworks side by side in one etcd. */
@Tag("etcd")
class EtcdLayoutTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofMinutes(1);

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @Test
  void each_layout_shows_the_services_of_its_framework_alone() {
    put("user.rpc/7587890123456789012", "192.0.2.2:8091");
    put("user.rpc/7587890123456789013", "0.0.0.0:8091");
    put("leases/12", "held by somebody");
    put("user.rpc/settings", "192.0.2.2:1");
    put(
        "kitex/registry-etcd/echo/127.0.0.1:8888",
        "{\"network\":\"tcp\",\"address\":\"127.0.0.1:8888\",\"weight\":10,\"tags\":null}");
    put(
        "/microservices/helloworld/2e7f",
        "{\"id\":\"2e7f\",\"name\":\"helloworld\",\"version\":\"\",\"metadata\":null,"
            + "\"endpoints\":[\"grpc://127.0.0.1:9000?isSecure=false\"]}");
    put("/services/greet-app/192.0.2.2:20099", "{\"ID\":\"x\",\"Port\":20099}");
    try (Registry micro = open("micro");
        Registry goZero = open("go-zero");
        Registry kitex = open("kitex");
        Registry kratos = open("kratos")) {
      micro.register(Node.of("greeter", "greeter-1", "127.0.0.1:1"), LONG);
      assertThat(micro.services()).containsExactly("greeter");
      assertThat(goZero.services()).containsExactly("user.rpc");
      assertThat(kitex.services()).containsExactly("echo");
      assertThat(kratos.services()).containsExactly("helloworld");
      assertThat(goZero.nodes("user.rpc"))
          .containsExactly(
              Node.of("user.rpc", "7587890123456789012", "192.0.2.2:8091"),
              Node.of("user.rpc", "7587890123456789013", "0.0.0.0:8091"));
      assertThat(kitex.nodes("echo")).extracting(Node::address).containsExactly("127.0.0.1:8888");
      assertThat(kratos.nodes("helloworld"))
          .containsExactly(Node.of("helloworld", "2e7f", "127.0.0.1:9000"));
    }
  }

  @Test
  void service_registers_as_one_of_go_zero_and_comes_back_under_a_new_lease() {
    Config config = config("go-zero");
    try (Registry registry = new EtcdRegistry(config, Clock.system());
        Platform platform = Platform.on(registry, config)) {
      RunningService service = named("user.rpc").start(platform);
      service.ready().orTimeout(10, TimeUnit.SECONDS).join();
      String first = key("user.rpc/");
      assertThat(first)
          .isEqualTo("user.rpc/" + Long.parseLong(EtcdRegistries.lease(etcd, first), 16));
      assertThat(etcd.etcdctl("get", first, "--print-value-only").strip())
          .isEqualTo(service.node().address());
      etcd.etcdctl("del", first);
      eventually(SOON, () -> assertThat(key("user.rpc/")).isNotEmpty().isNotEqualTo(first));
      service.close();
      assertThat(key("user.rpc/")).isEmpty();
    }
  }

  @Test
  void shorter_ttl_takes_a_new_key_and_leaves_no_old_one() {
    try (Registry registry = open("go-zero")) {
      Node node = Node.of("user.rpc", "user.rpc-1", "127.0.0.1:1");
      registry.register(node, LONG);
      String first = key("user.rpc/");
      registry.register(node, LONG.dividedBy(2));
      assertThat(key("user.rpc/")).isNotEmpty().isNotEqualTo(first);
      assertThat(registry.nodes("user.rpc")).containsExactly(node);
    }
  }

  @Test
  void address_of_ipv6_is_written_as_go_micro_does() {
    Config config =
        Config.of(
            Map.of("registry_address", etcd.endpoints(), "server_address", "[0:0::1]:0"), Map.of());
    try (Registry registry = new EtcdRegistry(config, Clock.system());
        Platform platform = Platform.on(registry, config);
        RunningService service = named("six").start(platform)) {
      service.ready().orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(etcd.etcdctl("get", "--prefix", "/micro/registry/six/", "--print-value-only"))
          .contains("\"address\":\"[::1]:" + service.address().port() + "\"");
    }
  }

  @Test
  void service_does_not_start_in_a_layout_that_is_only_read() {
    Config config = config("kitex");
    try (Registry registry = new EtcdRegistry(config, Clock.system());
        Platform platform = Platform.on(registry, config);
        RunningService service = named("echo").start(platform)) {
      assertThatThrownBy(() -> service.ready().join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG);
                assertThat(e.problem().fixes().get(0).command())
                    .isEqualTo("--registry_layout=micro");
              });
    }
  }

  @Test
  void name_with_a_slash_is_listed_as_it_is_and_found_by_both_spellings() {
    Node slash = Node.of("team/slash", "team/slash-1", "127.0.0.1:1");
    Node dash = Node.of("team-slash", "team-slash-2", "127.0.0.1:2");
    try (Registry registry = open("micro")) {
      registry.register(slash, LONG);
      assertThat(registry.services()).containsExactly("team/slash");
      assertThat(registry.nodes("team/slash")).containsExactly(slash);
      assertThat(registry.nodes("team-slash")).containsExactly(slash);
      registry.register(dash, LONG);
      assertThat(registry.services()).containsExactly("team-slash", "team/slash");
      assertThat(registry.nodes("team/slash")).containsExactly(slash);
      assertThat(registry.nodes("team-slash")).containsExactly(dash);
    }
  }

  /** One answer of etcd does not hold them all. */
  @Test
  void values_that_fill_whole_answers_are_all_found() {
    String text = "v".repeat(1_450_000);
    List<Node> nodes =
        List.of(large("1", text), large("2", text), large("3", text), large("4", text));
    try (Registry registry = open("micro")) {
      nodes.forEach(node -> registry.register(node, LONG));
      assertThat(registry.nodes("large")).isEqualTo(nodes);
    }
  }

  private static Node large(String id, String text) {
    return Node.of("large", id, "127.0.0.1:1").withMetadata(Map.of("text", text));
  }

  private static Service named(String name) {
    return Service.named(name)
        .handler(() -> ServerServiceDefinition.builder("nothing").build())
        .grace(Duration.ZERO);
  }

  private static Registry open(String layout) {
    return new EtcdRegistry(config(layout), Clock.system());
  }

  private static Config config(String layout) {
    return Config.of(
        Map.of("registry", "etcd", "registry_address", etcd.endpoints(), "registry_layout", layout),
        Map.of());
  }

  /** The only key with the prefix. */
  private static String key(String prefix) {
    return etcd.etcdctl("get", "--prefix", prefix, "--keys-only").strip();
  }

  private static void put(String key, String value) {
    etcd.etcdctl("put", key, value);
  }
}
