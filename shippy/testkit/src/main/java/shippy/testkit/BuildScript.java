package shippy.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import shippy.testkit.CommandHarness.Result;

/** The project's scripts that build or fetch the programs that tests meet. Stateless. */
public final class BuildScript {
  /** The first time on a machine. */
  private static final Duration LIMIT = Duration.ofMinutes(50);

  private BuildScript() {}

  /**
   * Runs a script that does nothing if what it makes is there.
   *
   * @param script its path below the root of the checkout
   * @return the folder that it prints; throws what {@link Prerequisite} says if it fails
   */
  public static Path run(String script) {
    try (CommandHarness build = CommandHarness.program(find(script).toString())) {
      // Go's caches, and the programs themselves, lie in the user's home.
      String home = System.getProperty("user.home", "");
      Result result = build.env("HOME", home).timeout(LIMIT).run();
      if (result.exitCode() != 0) {
        throw Prerequisite.missing(result.stderr().strip());
      }
      return Path.of(result.stdout().strip());
    }
  }

  private static Path find(String script) {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve(script))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("not here or further up: " + script));
  }
}
