package shippy.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * Unpacks SQLite's native library once, into the data directory. The driver itself would unpack 1.5
 * MB into the temporary directory at each start, fail if that is mounted noexec, and leave the file
 * there when the process is killed.
 */
final class SqliteLibrary {
  private static final String PATH = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /** Makes the driver use the library in this directory, unless the user has set another. */
  static synchronized void unpack(Path directory) {
    if (System.getProperty(PATH) == null) {
      Path home = directory.resolve("lib");
      into(home);
      if (loads(home.resolve(LibraryLoaderUtil.getNativeLibName()))) {
        System.setProperty(PATH, home.toString());
      }
    }
  }

  /** False on a file system mounted noexec; the driver then tries the temporary directory. */
  private static boolean loads(Path library) {
    try {
      System.load(library.toString());
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** Whether the driver has not found its library. */
  static boolean isMissing(SQLException failure) {
    return Stream.<Throwable>iterate(failure, e -> e != null, Throwable::getCause)
        .anyMatch(e -> String.valueOf(e.getMessage()).startsWith("No native library found"));
  }

  /** The problem of a library that exists but does not load. */
  static ProblemException unloadable(Path directory, SQLException failure) {
    String temporary = System.getProperty("java.io.tmpdir", "");
    return Problem.of(
            ExitCode.CONFIG,
            "SQLite's library does not load from %s, nor from %s".formatted(directory, temporary))
        .withLikely("both file systems are mounted noexec")
        .withFix("findmnt -o TARGET,OPTIONS -T " + directory, "does it say noexec?")
        .withFix("--data_dir=DIRECTORY", "one from which programs may be run")
        .withFix("export JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIRECTORY", "or such a one for this")
        .toException(failure);
  }

  /** Unpacks it here unless the same file is already there. */
  static void into(Path home) {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in != null) { // else the driver says which platforms it knows
        replace(home.resolve(name), in.readAllBytes());
      }
    } catch (IOException e) {
      throw Problem.of(
              ExitCode.CONFIG,
              "cannot unpack SQLite's library into %s: %s".formatted(home, SqliteFile.reason(e)))
          .withFix("--data_dir=DIRECTORY", "a directory this user may write, with 2 MB free")
          .toException(e);
    }
  }

  /** By renaming, so that a process that starts now sees a whole file, and others keep theirs. */
  private static void replace(Path file, byte[] library) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), library)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path fresh = Files.createTempFile(file.getParent(), "unpacking", ".tmp");
    try {
      Files.write(fresh, library);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
