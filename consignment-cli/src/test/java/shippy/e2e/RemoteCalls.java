package shippy.e2e;

import java.util.List;
import shippy.config.Config;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;

/**
 * {@link SteadyCalls} in a process of its own, for a host that this process is not on. It ends with
 * its sandbox. Not for several threads.
 */
final class RemoteCalls {
  private final RunningCommand process;

  /** Uses the registry of the sandbox, unless the arguments say another. */
  RemoteCalls(Sandbox sandbox, String... args) {
    process =
        sandbox.program(CommandHarness.mainBeside(Sandbox.CLI, RemoteCalls.class)).start(args);
  }

  /** Calls until it is killed. */
  public static void main(String[] args) {
    Services services = new Services(Config.load(args));
    var unused = new SteadyCalls(services, "distant", System.out::println);
  }

  /** How many were created. */
  int created() {
    return (int) process.stdout().lines().filter("created"::equals).count();
  }

  /** What the others ended with. */
  List<String> failures() {
    return process.stdout().lines().filter(line -> line.startsWith("failed: ")).toList();
  }

  /** What it was warned of. */
  List<String> warnings() {
    return process.stderr().lines().filter(line -> line.contains(" level=warn ")).toList();
  }
}
