package shippy.e2e;

import com.google.protobuf.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;
import shippy.testkit.RunningCommand;

/** The program of {@code shippy/interop} on one version of go-micro, in a sandbox. */
final class GoPeer {
  private static final Duration BUILD = Duration.ofMinutes(20);

  private static final Value NONE = Value.getDefaultInstance();

  private static Optional<Result> built = Optional.empty();

  private final Sandbox sandbox;
  private final String version;

  /**
   * The peer of {@code v2}, {@code v4} or {@code v5}; without Go the test aborts, or fails in CI.
   */
  GoPeer(Sandbox sandbox, String version) {
    this.sandbox = sandbox;
    this.version = version;
  }

  /** Starts a service and returns once it has registered. */
  RunningCommand serve(String service, String... flags) {
    RunningCommand running =
        program().start(Stream.concat(Stream.of(service), Stream.of(flags)).toArray(String[]::new));
    running.awaitLine("Registering node: ", Sandbox.START);
    return running;
  }

  /** Starts a client that goes on until it is ended. */
  RunningCommand start(String... words) {
    return program().start(words);
  }

  /** The nodes of a service: their addresses. */
  List<String> addresses(String service) {
    return Json.value(print("get", service)).getListValue().getValuesList().stream()
        .flatMap(one -> Json.list(one, "nodes").stream())
        .map(node -> Json.text(node, "address"))
        .sorted()
        .toList();
  }

  /** What a client prints, which must not fail. */
  String print(String... words) {
    Result result = program().run(words);
    if (result.exitCode() != 0) {
      throw new AssertionError(result.toString());
    }
    return result.stdout();
  }

  /** One call with protobuf. */
  Outcome call(String service, String endpoint, String json, String... flags) {
    return outcomes("call", service, endpoint, json, "1", flags).get(0);
  }

  /** One call with JSON. */
  Outcome json(String service, String endpoint, String json, String... flags) {
    return outcomes("json", service, endpoint, json, "1", flags).get(0);
  }

  /** So many calls of one client, with protobuf. */
  List<Outcome> calls(int times, String service, String endpoint, String json) {
    return outcomes("call", service, endpoint, json, String.valueOf(times));
  }

  private List<Outcome> outcomes(
      String verb, String service, String endpoint, String json, String times, String... flags) {
    String[] words =
        Stream.concat(Stream.of(verb, service, endpoint, json, times), Stream.of(flags))
            .toArray(String[]::new);
    return print(words).lines().filter(line -> line.startsWith("{")).map(Outcome::of).toList();
  }

  private CommandHarness program() {
    return sandbox.program(CommandHarness.program(folder().resolve(version).toString()));
  }

  private static synchronized Path folder() {
    if (built.isEmpty()) {
      try (CommandHarness build =
          CommandHarness.program(Sandbox.ROOT.resolve("shippy/interop/build").toString())) {
        // Go's caches, and the peers themselves, lie in the user's home.
        built =
            Optional.of(
                build.env("HOME", System.getProperty("user.home", "")).timeout(BUILD).run());
      }
    }
    Result result = built.get();
    if (result.exitCode() != 0) {
      throw Prerequisite.missing(result.stderr().strip());
    }
    return Path.of(result.stdout().strip());
  }

  /**
   * How a call ended in the Go program.
   *
   * @param answer the answer as JSON; empty if it failed
   * @param code of go-micro's error; 0 if there is none
   * @param id of go-micro's error
   * @param detail of go-micro's error
   * @param failure one that is not go-micro's error; empty if there is none
   * @param node the address that was called last
   * @param attempts how often something was called
   */
  record Outcome(
      String answer,
      int code,
      String id,
      String detail,
      String failure,
      String node,
      int attempts) {
    private static Outcome of(String line) {
      Map<String, Value> all = Json.parse(line);
      Value error = all.getOrDefault("error", NONE);
      Value answer = all.getOrDefault("answer", NONE);
      return new Outcome(
          answer.hasStructValue() ? Json.text(answer) : "",
          (int) Json.member(error, "code").getNumberValue(),
          Json.text(error, "id"),
          Json.text(error, "detail"),
          all.getOrDefault("failure", NONE).getStringValue(),
          all.getOrDefault("node", NONE).getStringValue(),
          (int) all.getOrDefault("attempts", NONE).getNumberValue());
    }
  }
}
