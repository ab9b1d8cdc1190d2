package shippy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Passwords, which come directly from the environment or from a file of their own. Stateless. */
public final class Password {
  private static final int MAX_FILE_BYTES = 4096;

  private Password() {}

  /**
   * The password, empty if neither setting is set. One line feed at the end of the file does not
   * belong to it.
   *
   * @throws ProblemException if both are set, or if the file is not a small, readable, private one
   *     with a password in it
   */
  public static Optional<String> of(
      Config config, Setting<String> password, Setting<String> passwordFile) {
    Optional<String> direct = config.find(password);
    Optional<String> file = config.find(passwordFile);
    if (direct.isPresent() && file.isPresent()) {
      throw config.invalid(passwordFile, "a password or a password file, not both");
    }
    return direct.or(() -> file.map(path -> read(config, passwordFile, Path.of(path))));
  }

  private static String read(Config config, Setting<String> setting, Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
        throw config.invalid(
            setting, "an existing file of at most %d bytes".formatted(MAX_FILE_BYTES));
      }
      PrivateFile.require(config, setting, file);
      String password = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", "");
      if (password.isEmpty()) {
        throw config.invalid(setting, "a file with a password in it");
      }
      return password;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ProblemException unreadable(Path file, IOException cause) {
    return Problem.of(ExitCode.CONFIG, "cannot read the password file " + file)
        .withLikely("it is no text file, or this user may not read it")
        .withFix("ls -l " + file, "who may read it?")
        .toException(cause);
  }
}
