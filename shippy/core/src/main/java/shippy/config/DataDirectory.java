package shippy.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** Where programs keep their files. Only computes paths; touches no file. Stateless. */
public final class DataDirectory {
  /** Java's answer for a user id that the system's list of users does not have. */
  private static final String UNKNOWN = "?";

  private DataDirectory() {}

  /**
   * {@code data_dir}, by default {@link #ofUser}; absolute.
   *
   * @throws shippy.problem.ProblemException if it is not set and the user has no home
   */
  public static Path of(Config config) {
    return find(config)
        .orElseThrow(
            () ->
                homeless()
                    .withFix("--data_dir=DIRECTORY", "where a service keeps its data")
                    .toException());
  }

  /** The same, empty if it is not set and the user has no home. */
  public static Optional<Path> find(Config config) {
    return config
        .find(Settings.DATA_DIR)
        .map(text -> Path.of(text).toAbsolutePath())
        .or(() -> findOfUser(config.env()));
  }

  /**
   * {@code $XDG_STATE_HOME/shippy}, else {@code ~/.local/state/shippy}, whatever the settings say;
   * absolute.
   *
   * @throws shippy.problem.ProblemException if the user has no home
   */
  public static Path ofUser(Map<String, String> env) {
    return findOfUser(env).orElseThrow(() -> homeless().toException());
  }

  /** The same, empty if the user has no home. */
  public static Optional<Path> findOfUser(Map<String, String> env) {
    String state = env.getOrDefault("XDG_STATE_HOME", "");
    return (state.isEmpty()
            ? home(env).map(home -> home.resolve(".local/state"))
            : Optional.of(Path.of(state)))
        .map(base -> base.resolve("shippy").toAbsolutePath());
  }

  /** {@code $HOME}, else what the system says; empty if it knows no such user. */
  public static Optional<Path> home(Map<String, String> env) {
    String home = env.getOrDefault("HOME", "");
    return Optional.of(home.isEmpty() ? System.getProperty("user.home", "") : home)
        .filter(text -> !text.isEmpty() && !text.equals(UNKNOWN))
        .map(Path::of);
  }

  private static Problem homeless() {
    return Problem.of(
            ExitCode.CONFIG, "no home directory: HOME is not set, and no user has this id")
        .withFix("export HOME=DIRECTORY", "where every program finds what it keeps");
  }
}
