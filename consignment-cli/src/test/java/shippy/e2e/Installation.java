package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.TemporaryFolder;

/**
 * What {@code make install} makes, once for all tests of this JVM, in a folder with a blank. Only
 * consignment-cli has its archive, so the others show that nobody needs one.
 *
 * @param prefix in place of {@code ~/.local}
 */
record Installation(Path prefix) {
  static final Duration TRAINING = Duration.ofMinutes(4);
  private static final Path SCRIPTS = Sandbox.ROOT.resolve("consignment-cli/src/dist");

  /** Made by the first who asks. */
  static Installation here() {
    return Holder.HERE;
  }

  private static final class Holder {
    private static final Installation HERE = make();
  }

  private static Installation make() {
    Path top = TemporaryFolder.create("shippy-install");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> TemporaryFolder.delete(top)));
    Installation made = new Installation(top.resolve("a folder"));
    made.script("install", "", top);
    return made;
  }

  /** Runs the script behind a target of the Makefile in a folder. */
  Result script(String name, String destdir, Path folder) {
    try (CommandHarness script =
        CommandHarness.program(SCRIPTS.resolve(name).toString())
            .env("JAVA_HOME", System.getProperty("java.home", ""))
            .env("TRAIN", "consignment-cli")
            .directory(folder)
            .timeout(TRAINING)) {
      Result result = script.run(destdir, prefix.toString(), repository().toString());
      assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
      return result;
    }
  }

  /** The jars and scripts. */
  Path home() {
    return prefix.resolve("lib/shippy");
  }

  /** In place of the user's local Maven repository. */
  Path repository() {
    return prefix.resolveSibling("repository");
  }

  /** For somebody who has this on the PATH, and lives in a folder. */
  Map<String, String> env(Path home) {
    Map<String, String> env = new HashMap<>();
    env.put("HOME", home.toString());
    env.put("JAVA_HOME", System.getProperty("java.home", ""));
    env.put("PATH", prefix.resolve("bin") + ":" + System.getenv("PATH"));
    return env;
  }
}
