package shippy.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** A file of settings, in the format that its name ends in. */
final class FileSource implements ConfigSource {
  private final Path file;
  private final boolean required;
  private @Nullable AutoCloseable watch;

  private FileSource(Path file, boolean required) {
    this.file = file;
    this.required = required;
  }

  /** One that users have named. */
  static FileSource required(Path file) {
    return new FileSource(file, true);
  }

  /** One that is as if empty while it is missing. */
  static FileSource optional(Path file) {
    return new FileSource(file, false);
  }

  /** {@code ./shippy.properties} and the user's own, strongest first. */
  static List<ConfigSource> defaults(Map<String, String> env) {
    List<ConfigSource> files = new ArrayList<>();
    files.add(optional(Path.of("shippy.properties")));
    Config.userFolder(env)
        .map(folder -> optional(folder.resolve("config.properties")))
        .ifPresent(files::add);
    return files;
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  @Override
  public Version read() {
    if (!required && !Files.exists(file)) {
      return Version.of(List.of());
    }
    try {
      if (Files.isRegularFile(file) && Files.size(file) > 4L * ConfigFormat.MAX_CHARACTERS) {
        throw Problem.of(
                ExitCode.CONFIG,
                "%s: %d bytes (expected: at most 64 KiB of settings)"
                    .formatted(file, Files.size(file)))
            .toException();
      }
      List<ConfigEntry> entries =
          ConfigFormat.parse(file.toString(), Files.readString(file), file.toString());
      if (required) {
        entries.forEach(FileSource::requireNoOther);
      }
      return Version.of(entries);
    } catch (IOException e) {
      throw unreadable(reason(e)).toException(e);
    }
  }

  /** Files that files name would have no clear order. */
  private static void requireNoOther(ConfigEntry entry) {
    if (String.join(".", entry.path()).equals(Settings.CONFIG.name())) {
      throw entry
          .place()
          .problem("config cannot be set in a file that it names")
          .withFix("--config=FILE,FILE", "name both")
          .toException();
    }
  }

  private Problem unreadable(String reason) {
    return Problem.of(ExitCode.CONFIG, "cannot read %s: %s".formatted(file, reason))
        .withFix("ls -l " + file, "is it a readable text file?");
  }

  /** Does nothing for a file that is not there, and in a program without a watcher of files. */
  @Override
  public synchronized void follow(Clock clock, Consumer<Version> listener) {
    if (Files.exists(file)) {
      Optional<FileWatcher> watcher = FileWatcher.find();
      watcher.ifPresent(
          found -> watch = found.watch(file, clock, () -> listener.accept(readAgain())));
    }
  }

  private Version readAgain() {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return Version.failed(unreadable("not a regular file")); // to open a pipe would block
    }
    try {
      return read();
    } catch (ProblemException e) {
      return Version.failed(e.problem());
    }
  }

  @Override
  public synchronized void close() {
    if (watch != null) {
      try {
        watch.close();
      } catch (Exception e) {
        throw new IllegalStateException("watch of " + file, e);
      }
      watch = null;
    }
  }

  /** Java's own messages for these are only a path or a number. */
  static String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "not UTF-8 text";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    return e instanceof AccessDeniedException
        ? "permission denied"
        : Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }
}
