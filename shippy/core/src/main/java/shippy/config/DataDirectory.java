package shippy.config;

import java.nio.file.Path;
import java.util.Map;

/** Where programs keep their files. Only names it: nothing is created or looked at. Stateless. */
public final class DataDirectory {
  private DataDirectory() {}

  /** {@code data_dir}, by default {@link #ofUser}; absolute. */
  public static Path of(Config config) {
    return config
        .find(Settings.DATA_DIR)
        .map(text -> Path.of(text).toAbsolutePath())
        .orElseGet(() -> ofUser(config.env()));
  }

  /**
   * {@code $XDG_STATE_HOME/shippy}, else {@code ~/.local/state/shippy}, whatever the settings say;
   * absolute.
   */
  public static Path ofUser(Map<String, String> env) {
    String state = env.getOrDefault("XDG_STATE_HOME", "");
    Path base = state.isEmpty() ? Config.home(env).resolve(".local/state") : Path.of(state);
    return base.resolve("shippy").toAbsolutePath();
  }
}
