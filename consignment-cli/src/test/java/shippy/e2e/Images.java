package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Namespace;
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

  private static final String SCRIPT =
      Sandbox.ROOT.resolve("shippy/deploy/images/buildah").toString();

  private final Path storage = TemporaryFolder.create("shippy-images");
  private final CommandHarness buildah =
      withCaches(CommandHarness.program(SCRIPT, storage.toString()));

  /** What Maven has fetched, and the base images, lie in the user's home. */
  private static CommandHarness withCaches(CommandHarness program) {
    return program
        .env("HOME", System.getProperty("user.home", ""))
        .env("MAVEN_CLI_OPTS", "-T 2")
        .timeout(BUILD);
  }

  /** Does what the README says builds the images of the sample. */
  Result make(Readme.Command command) {
    printed("version"); // aborts where there is none, which make would only report
    try (CommandHarness shell = withCaches(CommandHarness.program("bash", "-c"))) {
      return required(
          shell.directory(Sandbox.ROOT).env("BUILDER", SCRIPT + " " + storage).run(command.line()));
    }
  }

  /** Builds the image of a project, in a storage of its own; starts and stops its service. */
  static void tryOut(String name, Path project) throws Exception {
    try (Images images = new Images();
        Namespace host = Namespace.create();
        MemoryCgroup limit = new MemoryCgroup(100L << 20)) {
      images.printed("build", "-t", name, project.toString());
      try (ImageContainer container = new ImageContainer(images, name, host)) {
        container
            .start(Map.of("MICRO_REGISTRY", "memory"), limit)
            .awaitLine("Registered node: ", Sandbox.START);
        assertThat(container.stop()).isLessThan(ImageIT.STOP);
      }
    }
  }

  /** What buildah prints. */
  String printed(String... args) {
    return required(buildah.run(args)).stdout().strip();
  }

  private static Result required(Result result) {
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
