package shippy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/** Files with a secret in them. Stateless. */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Returns if others cannot read the file.
   *
   * @param setting what names the file, for the message
   * @throws shippy.problem.ProblemException if they can
   */
  public static void require(Config config, Setting<String> setting, Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
      throw config.invalid(setting, "a file that others cannot read: chmod o-rwx " + file);
    }
  }
}
