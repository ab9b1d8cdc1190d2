package shippy.tool.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.Eventually;
import shippy.testkit.etcd.EtcdExtension;
import shippy.tool.Tool;

class RegistryStatusTest {
  private static final String HEADER = "ENDPOINT +ID +VERSION +DB SIZE +LEADER +TERM +INDEX";
  private static final String ROW = " +[0-9a-f]{12,16} +3\\.\\d+\\.\\d+ +[\\d.]+ [kM]B +";

  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @Test
  void registry_without_members_says_where_it_is_and_who_is_there() {
    assertThat(tool.run("registry", "status")).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .isEqualTo(
            """
            registry  memory
            location  this process
            services  shippy.service.consignment, shippy.service.vessel
            """);
  }

  @Test
  void registry_without_members_and_services_as_json() {
    assertThat(tool.run("registry", "status", "--registry_address=empty", "-ojson"))
        .isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .isEqualTo(
            """
            {
              "registry": "memory",
              "location": "this process",
              "services": []
            }
            """);
  }

  @Test
  void etcd_that_is_not_there_is_an_error_with_each_address() {
    assertThat(etcd("127.0.0.1:1,127.0.0.1:2")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(tool.out()).isEmpty();
    assertThat(tool.err())
        .startsWith("error: etcd is unreachable: cannot ask the members how they are\n")
        .contains("127.0.0.1:1: connection refused", "127.0.0.1:2: connection refused");
  }

  @Nested
  @Tag("etcd")
  class WithOneMember {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

    @Test
    void it_leads() {
      assertThat(etcd(etcd.endpoints())).isEqualTo(ExitCode.OK);
      List<String> lines = tool.out().lines().toList();
      assertThat(lines).hasSize(2);
      assertThat(lines.get(0)).matches(HEADER);
      assertThat(lines.get(1)).matches(etcd.endpoints() + ROW + "yes +\\d+ +\\d+");
      assertThat(tool.err()).isEmpty();
    }

    @Test
    void json_has_bytes_and_numbers() {
      assertThat(etcd(etcd.endpoints(), "-ojson")).isEqualTo(ExitCode.OK);
      assertThat(tool.out())
          .startsWith("{\n  \"registry\": \"etcd\",\n  \"members\": [\n")
          .contains("\"endpoint\": \"" + etcd.endpoints() + "\"")
          .contains("\"leader\": true")
          .containsPattern("\"id\": \"[0-9a-f]{12,16}\"")
          .containsPattern("\"db_size\": \\d{4,}")
          .containsPattern("\"raft_term\": \\d+,\n      \"raft_index\": \\d+\n");
    }
  }

  @Nested
  @Tag("etcd")
  class WithThreeMembers {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(3);

    @Test
    void one_of_them_leads_and_a_killed_one_is_a_row_with_its_error() {
      assertThat(etcd(etcd.endpoints())).isEqualTo(ExitCode.OK);
      assertThat(tool.out().lines()).hasSize(4);
      assertThat(tool.out().lines().filter(line -> line.matches(".* yes +\\d+ +\\d+")))
          .singleElement()
          .asString()
          .startsWith(etcd.endpoint(etcd.leader()));

      etcd.kill(2);
      // If it led, the others know no leader for a moment.
      Eventually.eventually(
          Duration.ofSeconds(20),
          () -> {
            assertThat(etcd(etcd.endpoints())).isEqualTo(ExitCode.FAILED);
            assertThat(tool.out().lines()).hasSize(4);
          });
      List<String> lines = tool.out().lines().toList();
      assertThat(lines.get(0)).matches(HEADER + " +ERROR");
      assertThat(lines.get(1)).matches(etcd.endpoint(0) + ROW + "(yes|no) +\\d+ +\\d+");
      assertThat(lines.get(3)).matches(etcd.endpoint(2) + " +- +- +- +- +- +- +connection refused");

      assertThat(etcd(etcd.endpoints(), "-ojson")).isEqualTo(ExitCode.FAILED);
      assertThat(tool.out()).contains("\"error\": \"connection refused\"");
    }
  }

  private ExitCode etcd(String address, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("registry", "status", "--registry=etcd", "--registry_address=" + address));
    args.addAll(List.of(more));
    return tool.run(args.toArray(String[]::new));
  }
}
