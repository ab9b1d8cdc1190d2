package shippy.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;
import shippy.testkit.RunningCommand;

/**
 * The program {@code buf}, which knows of a service what its reflection tells and shares no code
 * with this project.
 */
final class Buf {
  /** Of {@code .ci/buf}: cannot be had on this machine. */
  private static final int UNAVAILABLE = 69;

  private static Optional<Result> found = Optional.empty();

  private final CommandHarness program;

  private Buf(CommandHarness program) {
    this.program = program;
  }

  /** That of {@code -Dshippy.buf}, or what {@code .ci/buf} finds; aborts the test without one. */
  static Buf in(Sandbox sandbox) {
    String path = System.getProperty("shippy.buf");
    return new Buf(
        sandbox.program(
            CommandHarness.program(
                path == null ? find(sandbox) : path,
                "curl",
                "--http2-prior-knowledge",
                "--protocol=grpc")));
  }

  private static String find(Sandbox sandbox) {
    Result result = script(sandbox);
    String reason = result.stderr().strip();
    if (result.exitCode() == UNAVAILABLE) {
      System.out.println("skipped: " + reason);
      throw new TestAbortedException(reason);
    }
    if (result.exitCode() != 0) {
      throw Prerequisite.missing(reason);
    }
    return result.stdout().strip();
  }

  /** Once for all tests: without a network it takes a while. */
  private static synchronized Result script(Sandbox sandbox) {
    if (found.isEmpty()) {
      String script = Sandbox.ROOT.resolve(".ci/buf").toString();
      found =
          Optional.of(
              sandbox
                  .program(CommandHarness.program(script))
                  .env("HOME", System.getProperty("user.home", "")) // npm's settings
                  .timeout(Duration.ofMinutes(4))
                  .run());
    }
    return found.get();
  }

  /** The full names of the services at an address. */
  List<String> services(String address) {
    return lines("--list-services", "http://" + address);
  }

  /** The full names of the methods at an address, as gRPC writes them. */
  List<String> methods(String address) {
    return lines("--list-methods", "http://" + address);
  }

  /** Ends with the answer, or with eight times the number of the status. */
  Result call(String address, String method, String json) {
    return program.run(args(address, method, json));
  }

  /** The same, without waiting for the end. */
  RunningCommand start(String address, String method, String json) {
    return program.start(args(address, method, json));
  }

  private static String[] args(String address, String method, String json) {
    return new String[] {"--data", json, "http://" + address + "/" + method};
  }

  private List<String> lines(String... args) {
    Result result = program.run(args);
    if (result.exitCode() != 0) {
      throw new AssertionError(result.toString());
    }
    return result.stdout().lines().toList();
  }
}
