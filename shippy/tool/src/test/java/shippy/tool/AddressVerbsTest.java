package shippy.tool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.console.io.Screen;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemText;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.Eventually;
import shippy.testkit.registry.AddressTable;
import shippy.testkit.registry.AddressTable.Row;

/** Every verb over every address: a bad one is a row with its own error and ends nothing else. */
class AddressVerbsTest {
  private static final String VESSEL = "shippy.service.vessel";

  @TempDir private Path home = Path.of("");
  private static final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private static final Platform platform =
      Platform.on(
          registry, Config.of(Map.of("registry", "memory", "server_address", "[::]:0"), Map.of()));
  private static final RunningService service =
      Service.named(VESSEL).handler(new Vessels()).grace(Duration.ZERO).start(platform);
  private static final List<Row> rows = AddressTable.rows(service.address().port());

  private static final class Vessels extends VesselServiceImplBase {
    @Override
    public void getVessels(GetRequest request, StreamObserver<Response> caller) {
      caller.onNext(Response.getDefaultInstance());
      caller.onCompleted();
    }
  }

  @AfterAll
  static void close() {
    service.close();
    platform.close();
    registry.close();
  }

  private Tool tool() {
    return new Tool(home.toString(), Screen.none());
  }

  private static String there() {
    return "--registry_address=addresses:" + service.address().port();
  }

  /** Runs a verb about all instances; it may not end with an error of its own. */
  private Tool run(ExitCode code, String... verb) {
    Tool tool = tool();
    String[] args = Arrays.copyOf(verb, verb.length + 1);
    args[verb.length] = there();
    assertThat(tool.run(args)).as("%s: %s", List.of(verb), tool.err()).isEqualTo(code);
    assertThat((tool.out() + tool.err()).codePoints().filter(c -> c != '\n' && c != '\t'))
        .noneMatch(ProblemText::isUnsafe);
    return tool;
  }

  private static Map<String, JsonObject> byId(String json, String idField) {
    Map<String, JsonObject> found = new HashMap<>();
    for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
      JsonObject one = element.getAsJsonObject();
      found.put(one.get(idField).getAsString(), one);
    }
    assertThat(found).hasSize(rows.size());
    rows.forEach(
        row ->
            assertThat(requireNonNull(found.get(row.id()), row.id()).get("address").getAsString())
                .isEqualTo(row.address()));
    return found;
  }

  private static void requireFault(Row row, String said) {
    String reason =
        said.replaceFirst("^(its address cannot be called|the service did not answer): ", "");
    assertThat(row.fault().matcher(reason).matches() || row.mayAnswer())
        .as("%s: %s", row.address(), said)
        .isTrue();
  }

  @Test
  void table_has_what_registries_may_hold() {
    assertThat(rows).hasSizeGreaterThanOrEqualTo(25);
    assertThat(rows.stream().filter(Row::answers)).hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void health_has_a_row_for_each_with_its_own_error() {
    Map<String, JsonObject> found = byId(run(ExitCode.FAILED, "health", "-ojson").out(), "node");
    for (Row row : rows) {
      JsonObject one = requireNonNull(found.get(row.id()), row.id());
      if (row.answers()) {
        assertThat(one.get("status").getAsString()).as(row.address()).isEqualTo("ok");
      } else if (!one.get("ok").getAsBoolean()) {
        requireFault(row, one.get("status").getAsString());
      } else {
        assertThat(row.mayAnswer()).as(row.address()).isTrue();
      }
    }
    Tool text = run(ExitCode.FAILED, "health", VESSEL);
    rows.forEach(row -> assertThat(text.out()).contains(row.id() + "\t"));
  }

  @Test
  void stats_has_a_row_for_each_with_its_own_error() {
    Map<String, JsonObject> found = byId(run(ExitCode.FAILED, "stats", "-ojson").out(), "id");
    for (Row row : rows) {
      JsonObject one = requireNonNull(found.get(row.id()), row.id());
      if (one.has("error")) {
        assertThat(row.answers()).as(row.address()).isFalse();
        requireFault(row, one.get("error").getAsString());
      } else {
        assertThat(row.mayAnswer()).as(row.address()).isTrue();
      }
    }
    Tool text = run(ExitCode.FAILED, "stats");
    rows.forEach(row -> assertThat(text.out()).contains(row.id() + " "));
  }

  @Test
  void list_get_and_registry_status_show_what_is_registered() {
    assertThat(run(ExitCode.OK, "list", "services").out()).isEqualTo(VESSEL + "\n");
    assertThat(run(ExitCode.OK, "registry", "status").out()).contains("services  " + VESSEL);
    Tool get = run(ExitCode.OK, "get", "service", VESSEL, "-ojson");
    JsonObject version =
        JsonParser.parseString(get.out()).getAsJsonArray().get(0).getAsJsonObject();
    byId(version.get("nodes").toString(), "id");
    Tool text = run(ExitCode.OK, "get", "service", VESSEL);
    rows.forEach(row -> assertThat(text.out()).contains(row.id() + "\t"));
  }

  @Test
  void calls_by_name_go_to_those_that_can_be_called() {
    assertThat(run(ExitCode.OK, "describe", VESSEL, "-oname").out())
        .contains("VesselService.GetVessels\n");
    Tool calls = run(ExitCode.OK, "call", VESSEL, "GetVessels", "--count=20", "-oname");
    assertThat(calls.out().lines()).hasSize(20);
    assertThat(run(ExitCode.OK, "stream", VESSEL, "GetVessels", "-ojsonl").out()).isEqualTo("{}\n");
  }

  @Test
  void doctor_tells_of_each_that_cannot_be_called_and_that_others_serve() {
    Tool doctor = run(ExitCode.OK, "doctor");
    for (Row row : rows) {
      if (!row.mayAnswer()) {
        assertThat(doctor.out()).as(row.address()).contains(row.id() + " at ");
      }
    }
    assertThat(doctor.out()).containsPattern(VESSEL + ": \\d+ of " + rows.size() + " serving");
  }

  @Test
  void one_address_given_is_called_or_its_own_error() {
    for (Row row : rows) {
      Tool tool = tool();
      ExitCode code =
          tool.run("call", VESSEL, "GetVessels", "--timeout=2", "--address=" + row.address());
      if (row.answers()) {
        assertThat(code).as("%s: %s", row.address(), tool.err()).isEqualTo(ExitCode.OK);
      } else if (!row.mayAnswer()) {
        assertThat(code)
            .as("%s: %s", row.address(), tool.err())
            .isIn(ExitCode.UNAVAILABLE, ExitCode.TIMEOUT, ExitCode.USAGE, ExitCode.CONFIG);
      }
    }
  }

  @Test
  void watch_and_top_go_on() throws Exception {
    String last = rows.get(rows.size() - 1).id();
    requireLine("\"node\":\"" + last + "\"", "watch", VESSEL, "-ojsonl");
    requireLine("\"id\":\"" + last + "\"", "top", VESSEL);
  }

  private void requireLine(String awaited, String... verb) throws InterruptedException {
    Tool tool = tool();
    String[] args = Arrays.copyOf(verb, verb.length + 1);
    args[verb.length] = there();
    Thread running = new Thread(() -> tool.run(args));
    running.start();
    try {
      Eventually.eventually(Duration.ofSeconds(20), () -> assertThat(tool.out()).contains(awaited));
    } finally {
      running.interrupt();
      running.join(TimeUnit.SECONDS.toMillis(10));
    }
    assertThat(running.isAlive()).isFalse();
  }
}
