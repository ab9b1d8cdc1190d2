package shippy.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * Unpacks SQLite's native library once, into the data directory. The driver by itself unpacks 1.5
 * MB into the temporary directory at each start, cannot if that is mounted noexec, and leaves them
 * there when the process is killed.
 */
final class SqliteLibrary {
  private static final String PATH = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /** Makes the driver use the library under this directory, unless the user says otherwise. */
  static synchronized void unpack(Path directory) {
    if (System.getProperty(PATH) == null) {
      into(directory.resolve("lib").resolve("sqlite-" + SQLiteJDBCLoader.getVersion()))
          .ifPresent(home -> System.setProperty(PATH, home.toString()));
    }
  }

  /** Unpacks it here unless it is there; empty if the driver has none for this platform. */
  static Optional<Path> into(Path home) {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    URL packed = SQLiteJDBCLoader.class.getResource(resource);
    if (packed == null) {
      return Optional.empty(); // the driver says which platforms it knows
    }
    try {
      unpack(packed, home.resolve(name));
    } catch (IOException e) {
      throw Problem.of(
              ExitCode.CONFIG, "cannot unpack SQLite's library into %s: %s".formatted(home, e))
          .withFix("--data_dir=DIRECTORY", "a directory this user may write, with 2 MB free")
          .toException(e);
    }
    return Optional.of(home);
  }

  /**
   * Renamed into place, so that a process that starts at the same time sees all of it or nothing.
   */
  private static void unpack(URL packed, Path file) throws IOException {
    URLConnection source = packed.openConnection();
    if (Files.exists(file) && Files.size(file) == source.getContentLengthLong()) {
      source.getInputStream().close();
      return;
    }
    Files.createDirectories(file.getParent());
    Path fresh = Files.createTempFile(file.getParent(), "unpacking", ".tmp");
    try (InputStream in = source.getInputStream()) {
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
