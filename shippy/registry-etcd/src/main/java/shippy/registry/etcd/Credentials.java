package shippy.registry.etcd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** A user and its password, which no text shows. */
record Credentials(String user, String password) {
  private static final int MAX_FILE_BYTES = 4096;

  /** Both from the settings, or neither. */
  static Optional<Credentials> from(Config config) {
    Optional<String> user = config.find(Settings.REGISTRY_USERNAME);
    Optional<String> password = password(config);
    if (user.isPresent() && password.isEmpty()) {
      throw config.invalid(
          Settings.REGISTRY_USERNAME,
          "a password with it, in MICRO_REGISTRY_PASSWORD or --registry_password_file");
    }
    if (user.isEmpty() && password.isPresent()) {
      throw config.invalid(
          config.origin(Settings.REGISTRY_PASSWORD).isPresent()
              ? Settings.REGISTRY_PASSWORD
              : Settings.REGISTRY_PASSWORD_FILE,
          "a user with it, in --registry_username");
    }
    return user.map(name -> new Credentials(name, password.orElseThrow()));
  }

  private static Optional<String> password(Config config) {
    Optional<String> direct = config.find(Settings.REGISTRY_PASSWORD);
    Optional<String> file = config.find(Settings.REGISTRY_PASSWORD_FILE);
    if (direct.isPresent() && file.isPresent()) {
      throw config.invalid(
          Settings.REGISTRY_PASSWORD_FILE, "a password or a password file, not both");
    }
    return direct.or(() -> file.map(path -> read(config, Path.of(path))));
  }

  private static String read(Config config, Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
        throw config.invalid(
            Settings.REGISTRY_PASSWORD_FILE,
            "an existing file of at most %d bytes".formatted(MAX_FILE_BYTES));
      }
      requirePrivate(config, file);
      String password = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", "");
      if (password.isEmpty()) {
        throw config.invalid(Settings.REGISTRY_PASSWORD_FILE, "a file with a password in it");
      }
      return password;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requirePrivate(Config config, Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
      throw config.invalid(
          Settings.REGISTRY_PASSWORD_FILE, "a file that others cannot read: chmod o-rwx " + file);
    }
  }

  private static ProblemException unreadable(Path file, IOException cause) {
    return Problem.of(ExitCode.CONFIG, "cannot read the password file " + file)
        .withLikely("it is no text file, or this user may not read it")
        .withFix("ls -l " + file, "who may read it?")
        .toException(cause);
  }

  @Override
  public String toString() {
    return user + ":***";
  }
}
