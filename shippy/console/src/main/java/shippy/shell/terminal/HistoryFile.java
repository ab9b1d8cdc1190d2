package shippy.shell.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jline.reader.LineReader;

/** The file of earlier lines, for their user only. Stateless. */
final class HistoryFile {
  private static final int MOST = 2000;
  private static final String PRIVATE = "rw-------";

  private HistoryFile() {}

  /**
   * Lets the reader keep its history in the file. If that fails, the history is kept in memory.
   *
   * @return why it failed; empty if it did not
   */
  static String attach(LineReader reader, Path file) {
    reader.setVariable(LineReader.HISTORY_SIZE, MOST);
    reader.setVariable(LineReader.HISTORY_FILE_SIZE, MOST);
    try {
      create(file);
      reader.setVariable(LineReader.HISTORY_FILE, file);
      reader.getHistory().attach(reader);
      protect(file); // an older file, or one that JLine could not read and wrote anew
      return "";
    } catch (IOException e) {
      reader.setVariable(LineReader.HISTORY_FILE, null);
      return "history is not kept: %s (%s)".formatted(file, e);
    }
  }

  private static void create(Path file) throws IOException {
    Files.createDirectories(file.getParent(), only(file, "rwx------"));
    if (!Files.exists(file)) {
      Files.createFile(file, only(file, PRIVATE));
    }
  }

  private static void protect(Path file) throws IOException {
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(PRIVATE));
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] only(Path file, String permissions) {
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
    return isPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)}
        : new FileAttribute<?>[0];
  }
}
