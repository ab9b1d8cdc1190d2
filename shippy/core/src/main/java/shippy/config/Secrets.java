package shippy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Reads secrets, and keeps them out of messages and logs. Stateless. */
public final class Secrets {
  /** What is shown in place of a secret. */
  public static final String HIDDEN = "***";

  private static final int MAX_FILE_BYTES = 4096;
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)([?&;][^=?&;\\s]*(?:password|passwd|pwd|passphrase|secret|token)[^=?&;\\s]*=)"
              + "[^&;\\s\"]+");

  /** A password may contain any character, even those that a URL should escape. */
  private static final Pattern USER = Pattern.compile("(//[^/@:?\\s]*:)[^?\\s]+(?=@)");

  private Secrets() {}

  /** The text without passwords of users, and without parameters that are named like a secret. */
  public static String mask(String text) {
    String users = USER.matcher(text).replaceAll("$1" + HIDDEN);
    return PARAMETER.matcher(users).replaceAll("$1" + HIDDEN);
  }

  /** Whether there is something to hide. */
  public static boolean in(String text) {
    return !mask(text).equals(text);
  }

  /**
   * A password from the environment or from a file of its own; empty if neither setting is set. One
   * line feed at the end of the file does not belong to it.
   *
   * @throws ProblemException if both are set, or if the file is not a small, readable, private one
   *     with a password in it
   */
  public static Optional<String> password(
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
      requirePrivate(config, setting, file);
      String password = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", "");
      if (password.isEmpty()) {
        throw config.invalid(setting, "a file with a password in it");
      }
      return password;
    } catch (IOException e) {
      throw Problem.of(ExitCode.CONFIG, "cannot read the password file " + file)
          .withLikely("it is no text file, or this user may not read it")
          .withFix("ls -l " + file, "who may read it?")
          .toException(e);
    }
  }

  /**
   * Returns if others cannot read the file, or it is another user's, as the mounted secrets of
   * containers are: its mode is then not this program's to change. So does OpenSSH with keys.
   *
   * @param setting what names the file, for the message
   * @throws ProblemException if they can
   */
  public static void requirePrivate(Config config, Setting<String> setting, Path file)
      throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)
        && view.getOwner().getName().equals(System.getProperty("user.name"))) {
      throw config.invalid(setting, "a file that others cannot read: chmod o-rwx " + file);
    }
  }
}
