package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.ReflectionServer;
import shippy.testkit.dns.CoreDns;

/** The verbs with a registry that knows services by name only. */
class DnsVerbsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension final CoreDns dns = CoreDns.create();
  @TempDir private Path home = Path.of("");

  private final ReflectionServer server =
      new ReflectionServer("vessel-a", ReflectionServer.Version.V1);
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void serve() {
    tool = new Tool(home.toString(), Screen.none());
    dns.zone(
        List.of(
            "_grpc._tcp.vessel SRV 0 0 %d pod-0.vessel".formatted(server.address().port()),
            "pod-0.vessel A 127.0.0.1"));
    eventually(SOON, () -> assertThat(run("get", "service", "vessel")).isEqualTo(ExitCode.OK));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private ExitCode run(String... verb) {
    return tool.run(
        Stream.concat(
                Stream.of(verb),
                Stream.of("--registry=dns", "--registry_address=dns://" + dns.address() + "/test"))
            .toArray(String[]::new));
  }

  @Test
  void a_service_is_called_by_its_short_and_by_its_full_name() {
    for (String name : List.of("vessel", "shippy.service.vessel")) {
      assertThat(run("call", name, "VesselService.GetVessels", "{}")).isEqualTo(ExitCode.OK);
    }
    assertThat(server.calls.get()).isEqualTo(2);
  }

  @Test
  void a_service_and_its_methods_are_described() {
    assertThat(tool.out()).contains("pod-0", "127.0.0.1:" + server.address().port());
    assertThat(run("describe", "vessel")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).contains("FindAvailable");
    assertThat(run("describe", "vessel", "FindAvailable")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).contains("Specification");
  }

  @Test
  void listing_is_an_error_that_says_what_to_do() {
    assertThat(run("list", "services")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err())
        .isEqualTo(
            """
            error: registry dns cannot list services (expected: the name of one)
              looked at: dns://%s/test
              likely: the DNS answers questions for names only
              try:    shippy get service shippy.service.vessel   the instances of one
                      --registry=kubernetes                      which can list them
            """
                .formatted(dns.address()));
  }

  @Test
  void watching_all_is_the_same_error() {
    assertThat(run("watch")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).startsWith("error: registry dns cannot list services");
  }

  @Test
  void a_service_that_is_not_there_is_not_found_without_a_list_of_others() {
    assertThat(run("get", "service", "consignment")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(tool.err())
        .contains("no instance of consignment found (registry: dns at dns://" + dns.address())
        .contains("likely: no instance of it is ready, or it has another name there")
        .contains("shippy help registries")
        .doesNotContain("seen on this registry", "list services", "start");
  }

  @Test
  void status_and_doctor_tell_whether_the_name_server_answers() {
    assertThat(run("registry", "status")).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .isEqualTo(
            """
            registry  dns
            location  dns://%s/test
            services  cannot be listed
            """
                .formatted(dns.address()));
    run("doctor");
    assertThat(tool.out())
        .containsPattern("PASS +registry +dns at dns://%s/test: answers".formatted(dns.address()));

    dns.kill();
    assertThat(run("registry", "status")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(tool.err()).startsWith("error: no name server answers: ");
    run("doctor");
    assertThat(tool.out()).containsPattern("FAIL +registry +no name server answers");
  }
}
