package shippy.registry.etcd.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.RegistryException;

/** Keys and values as go-zero 1.10, kitex 0.15 and Kratos 2.8 wrote them. */
class KeyLayoutTest {
  private final List<String> refused = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "micro, /micro/registry/a.b/a.b-1, a.b",
        "micro, /micro/registry/a/b/c, -",
        "micro, /micro/registry/a/, -",
        "micro, /micro/registry//b, -",
        "micro, user.rpc/12, -",
        "go-zero, user.rpc/7587890123456789012, user.rpc",
        "go-zero, team/user.rpc/12, team/user.rpc",
        "go-zero, user.rpc/12a, -",
        "go-zero, user.rpc/, -",
        "go-zero, /12, -",
        "go-zero, 12, -",
        "kitex, kitex/registry-etcd/echo/127.0.0.1:8888, echo",
        "kitex, kitex/registry-etcd/echo/[::1]:8888, echo",
        "kitex, kitex/registry-etcd/echo, -",
        "kitex, kitex/registry-etcd//x, -",
        "kratos, /microservices/helloworld/2e7f1c9a, helloworld",
        "kratos, /microservices/2e7f1c9a, -",
        "kratos, /micro/registry/a/b, -",
      })
  void service_is_read_from_a_key(String layout, String key, String service) {
    assertThat(layout(layout).service(key)).isEqualTo(Optional.ofNullable(service));
  }

  @Test
  void go_zero_has_the_address_alone() throws IOException {
    assertThat(read("go-zero", "user.rpc", "user.rpc/7587890123456789012", "192.0.2.2:8091"))
        .containsExactly(Node.of("user.rpc", "7587890123456789012", "192.0.2.2:8091"));
    assertThat(read("go-zero", "user.rpc", "user.rpc/12", "0.0.0.0:8091"))
        .singleElement()
        .satisfies(node -> assertThat(node.addressFault()).isPresent());
    for (String value : List.of("", "held", "{\"a\":1}", "12", "http://192.0.2.2:1")) {
      assertThat(read("go-zero", "user.rpc", "user.rpc/12", value)).isEmpty();
    }
    assertThat(read("go-zero", "user.rpc", "user.rpc/x/12", "192.0.2.2:1")).isEmpty();
    assertThat(refused).isEmpty();
  }

  @Test
  void kitex_has_weight_and_tags() throws IOException {
    String key = "kitex/registry-etcd/echo/127.0.0.1:8888";
    String value =
        "{\"network\":\"tcp\",\"address\":\"127.0.0.1:8888\",\"weight\":10,\"tags\":null}";
    assertThat(read("kitex", "echo", key, value))
        .containsExactly(
            Node.of("echo", "127.0.0.1:8888", "127.0.0.1:8888")
                .withMetadata(Map.of("network", "tcp", "weight", "10")));
    assertThat(read("kitex", "echo", key, value.replace("null", "{\"cluster\":\"blue\"}")))
        .singleElement()
        .satisfies(node -> assertThat(node.metadata()).containsEntry("cluster", "blue"));
  }

  @Test
  void kratos_is_called_at_its_endpoint_for_grpc() throws IOException {
    assertThat(kratos("\"http://192.0.2.2:8000?isSecure=false\",\"grpc://192.0.2.2:9000\""))
        .isEqualTo("192.0.2.2:9000");
    assertThat(kratos("\"grpc://[fd00::2]:9000?isSecure=false\"")).isEqualTo("[fd00::2]:9000");
    assertThat(kratos("\"http://192.0.2.2:8000\"")).isEqualTo("http://192.0.2.2:8000");
    assertThat(kratos("\"grpc://h:1?isSecure=true\"")).isEqualTo("grpc://h:1?isSecure=true");
    assertThat(kratos("")).isEmpty();
    assertThatThrownBy(() -> read("kratos", "other", "k", "{\"name\":\"helloworld\",\"id\":\"i\"}"))
        .hasMessage("names another service than its key");
  }

  private String kratos(String endpoints) throws IOException {
    List<Node> nodes =
        read(
            "kratos",
            "helloworld",
            "/microservices/helloworld/2e7f",
            "{\"id\":\"2e7f\",\"name\":\"helloworld\",\"version\":\"v1\",\"metadata\":null,\"endpoints\":[%s]}"
                .formatted(endpoints));
    assertThat(nodes).hasSize(1);
    Node node = nodes.get(0);
    assertThat(node)
        .isEqualTo(new Node("helloworld", "2e7f", "v1", node.address(), Map.of(), List.of()));
    assertThat(layout("kratos").key(node)).isEqualTo("/microservices/helloworld/2e7f");
    return node.address();
  }

  @Test
  void dashed_name_finds_a_name_with_slashes_and_not_the_other_way_round() throws IOException {
    String key = "/micro/registry/team-slash/x";
    Node slash = Node.of("team/slash", "x", "h:1");
    String value = NodeCodec.encode(slash).toString();
    assertThat(read("micro", "team/slash", key, value)).containsExactly(slash);
    assertThat(read("micro", "team-slash", key, value)).containsExactly(slash);
    String dash = NodeCodec.encode(Node.of("team-slash", "x", "h:1")).toString();
    assertThatThrownBy(() -> read("micro", "team/slash", key, dash))
        .hasMessage("names another service than its key");
  }

  @Test
  void only_go_micro_and_go_zero_are_written() {
    Node node = Node.of("user.rpc", "user.rpc-1", "127.0.0.1:1");
    assertThat(layout("go-zero").key(node, 12).toString()).isEqualTo("user.rpc/12");
    assertThat(layout("go-zero").value(node).toString()).isEqualTo("127.0.0.1:1");
    assertThat(layout("micro").key(node, 12).toString())
        .isEqualTo("/micro/registry/user.rpc/user.rpc-1");
    for (String name : List.of("kitex", "kratos")) {
      assertThatThrownBy(() -> layout(name).value(node))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG))
          .hasMessageContaining("a service cannot register as %s does".formatted(name));
    }
  }

  private List<Node> read(String layout, String service, String key, String value)
      throws IOException {
    return layout(layout).read(service, key, value, refused::add);
  }

  private static KeyLayout layout(String name) {
    return KeyLayout.of(Config.of(Map.of("registry_layout", name), Map.of()));
  }
}
