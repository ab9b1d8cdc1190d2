package shippy.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;
import shippy.testkit.TemporaryFolder;

/**
 * Images that buildah builds of a checkout, and containers of them, in a storage of their own. What
 * {@code shippy/deploy/images} needs must be there: else tests abort, or fail in CI. Not
 * thread-safe.
 */
final class Images implements AutoCloseable {
  /** Of the base images too, the first time. */
  private static final Duration BUILD = Duration.ofMinutes(20);

  private static final int MISSING = 69;

  private final Path storage = TemporaryFolder.create("shippy-images");
  private final CommandHarness buildah =
      CommandHarness.program(
              Sandbox.ROOT.resolve("shippy/deploy/images/buildah").toString(), storage.toString())
          // What Maven has fetched, and the base images, lie in the user's home.
          .env("HOME", System.getProperty("user.home", ""))
          .env("MAVEN_CLI_OPTS", "-T 2")
          .timeout(BUILD);

  /** Builds an image of the sources, and returns how long that took. */
  Duration build(String name, String... args) {
    List<String> words = new ArrayList<>(List.of("bud", "-t", name, "-f"));
    words.add(Sandbox.ROOT.resolve("shippy/deploy/Dockerfile").toString());
    Collections.addAll(words, args);
    words.add(Sandbox.ROOT.toString());
    return result(words.toArray(String[]::new)).took();
  }

  /** What buildah prints. */
  String printed(String... args) {
    return result(args).stdout().strip();
  }

  private Result result(String... args) {
    Result result = buildah.run(args);
    if (result.exitCode() == MISSING) {
      throw Prerequisite.missing(result.stderr().strip());
    }
    if (result.exitCode() != 0) {
      throw new AssertionError(result.stdout() + result.stderr());
    }
    return result;
  }

  /** A way to run buildah in this storage, elsewhere. */
  CommandHarness elsewhere() {
    return CommandHarness.program(buildah.commandLine().toArray(String[]::new))
        .env("HOME", System.getProperty("user.home", ""));
  }

  @Override
  public void close() {
    try (buildah) {
      buildah.run("rm", "--all");
    } finally {
      TemporaryFolder.delete(storage);
    }
  }
}
