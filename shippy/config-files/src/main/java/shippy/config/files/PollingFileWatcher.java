package shippy.config.files;

import java.nio.file.Files;
import java.nio.file.Path;
import shippy.clock.Clock;
import shippy.config.FileWatcher;

/**
 * Looks at a file each second, and as soon as its folder has changed: so it sees a swapped link of
 * a mounted ConfigMap at once, and files of NFS and of {@code subPath} mounts too.
 */
public final class PollingFileWatcher implements FileWatcher {
  @Override
  public AutoCloseable watch(Path file, Clock clock, Runnable changed) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return () -> {}; // a pipe has its text once only
    }
    WatchedFile watched = new WatchedFile(file, clock, changed);
    watched.start();
    return watched;
  }
}
