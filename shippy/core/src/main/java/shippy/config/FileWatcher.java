package shippy.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import shippy.clock.Clock;

/** Notices changes of files; a module on the class path provides it. Safe for any thread. */
public interface FileWatcher {
  /**
   * Calls the listener soon, as the file may have changed since it was read, and after each change
   * of what the path leads to, also by way of symbolic links, until the result is closed; one call
   * at a time.
   */
  AutoCloseable watch(Path file, Clock clock, Runnable changed);

  /** The one of this program; empty if the module is missing. */
  static Optional<FileWatcher> find() {
    return ServiceLoader.load(FileWatcher.class).findFirst();
  }
}
