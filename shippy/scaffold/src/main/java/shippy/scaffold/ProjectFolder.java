package shippy.scaffold;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.process.FileTree;

/**
 * The folder of a project. All files are written beside it first, then moved into their places: a
 * failure leaves what was there, and nothing half-written. For one thread.
 */
public final class ProjectFolder {
  private interface Refusal {
    boolean is(SortedMap<String, String> changed) throws IOException;
  }

  private final Path folder;

  public ProjectFolder(Path folder) {
    this.folder = requireNonNull(folder, "folder").toAbsolutePath().normalize();
  }

  /**
   * Writes the files that are not there as they are to be, and returns their paths. Files of other
   * names stay.
   *
   * @param force whether files that differ are replaced
   * @throws ProblemException if files differ, or the folder has others and none of these, without
   *     {@code force}; or if the folder cannot be written
   */
  public List<String> write(SortedMap<String, String> files, boolean force) {
    return write(files, changed -> !force && isInUse() && !changed.isEmpty());
  }

  /**
   * Adds files to what is there, and returns the paths of those that were not there as they are to
   * be.
   *
   * @param force whether files that differ are replaced
   * @throws ProblemException if files differ, without {@code force}; or if the folder cannot be
   *     written
   */
  public List<String> add(SortedMap<String, String> files, boolean force) {
    return write(
        files,
        changed ->
            !force
                && changed.keySet().stream().anyMatch(file -> Files.exists(folder.resolve(file))));
  }

  private List<String> write(SortedMap<String, String> files, Refusal refusal) {
    try {
      SortedMap<String, String> changed = changed(files);
      if (refusal.is(changed)) {
        throw refusal(files, changed);
      }
      if (!changed.isEmpty()) {
        put(changed);
      }
      return List.copyOf(changed.keySet());
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot write %s: %s".formatted(folder, reason(e)))
          .withFact("nothing was changed")
          .withFix("ls -ld " + folder.getParent(), "may this user write there? is the disk full?")
          .toException(e);
    }
  }

  private static String reason(IOException failure) {
    String name = failure.getClass().getSimpleName().replace("Exception", "");
    return name.equals("IO")
        ? String.valueOf(failure.getMessage())
        : name + " " + failure.getMessage();
  }

  private SortedMap<String, String> changed(SortedMap<String, String> files) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
      throw Problem.of(
              ExitCode.FAILED, "%s is a file (expected: a new or empty folder)".formatted(folder))
          .withFix("shippy new OTHER-NAME", "take another name")
          .toException();
    }
    SortedMap<String, String> changed = new TreeMap<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path) || !Files.readString(path).equals(file.getValue())) {
        changed.put(file.getKey(), file.getValue());
      }
    }
    return changed;
  }

  private boolean isInUse() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    }
  }

  private ProblemException refusal(
      SortedMap<String, String> files, SortedMap<String, String> changed) {
    boolean foreign =
        changed.keySet().stream().noneMatch(file -> Files.exists(folder.resolve(file)));
    if (foreign && changed.size() == files.size()) {
      return Problem.of(
              ExitCode.FAILED,
              "%s is not empty (expected: a new or empty folder)".formatted(folder))
          .withFact("nothing was changed")
          .withFix("shippy new OTHER-NAME", "take another name")
          .withFix("--force", "write the project into it, beside what is there")
          .toException();
    }
    List<String> facts =
        changed.keySet().stream()
            .map(file -> (Files.exists(folder.resolve(file)) ? "differs: " : "missing: ") + file)
            .toList();
    return Problem.of(
            ExitCode.FAILED,
            "%s has files that differ from what this command makes".formatted(folder))
        .withFacts(facts)
        .withFact("nothing was changed")
        .withFix("--force", "write these files; what was changed in them by hand is lost")
        .toException();
  }

  private void put(SortedMap<String, String> files) throws IOException {
    Path beside = Files.createTempDirectory(folder.getParent(), "." + folder.getFileName() + "-");
    List<Path> moved = new ArrayList<>();
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = beside.resolve("new").resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      if (!Files.exists(folder)) {
        Files.move(beside.resolve("new"), folder);
        return;
      }
      for (String file : files.keySet()) {
        replace(
            folder.resolve(file),
            beside.resolve("new").resolve(file),
            beside.resolve("old").resolve(file));
        moved.add(Path.of(file));
      }
    } catch (IOException e) {
      for (Path file : moved) {
        restore(folder.resolve(file), beside.resolve("old").resolve(file));
      }
      throw e;
    } finally {
      FileTree.delete(beside);
    }
  }

  private static void replace(Path place, Path made, Path backup) throws IOException {
    Files.createDirectories(place.getParent());
    if (Files.isRegularFile(place)) {
      Files.createDirectories(backup.getParent());
      Files.copy(place, backup);
    }
    Files.move(made, place, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void restore(Path place, Path backup) throws IOException {
    if (Files.exists(backup)) {
      Files.move(backup, place, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(place);
    }
  }
}
