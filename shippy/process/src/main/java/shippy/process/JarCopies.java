package shippy.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Copies of programs in a folder. A build that writes into a jar would take classes away from the
 * process that runs from it; a hard link would be the same file, except one of the file that comes
 * with an archive of classes. Safe for any thread.
 */
public final class JarCopies implements UnaryOperator<Program> {
  private final Path folder;
  private final Consumer<String> complaints;
  private final Map<Original, Path> copies = new HashMap<>();
  private final Map<Path, Path> latest = new HashMap<>();
  private boolean held;
  private int made;

  /** A jar as it was when it was copied. */
  private record Original(Path path, FileTime modified, long size) {}

  /**
   * Writes nothing before the first copy.
   *
   * @param complaints gets the reason if a program is started from its own jar nevertheless
   */
  public JarCopies(Path folder, Consumer<String> complaints) {
    this.folder = requireNonNull(folder, "folder");
    this.complaints = requireNonNull(complaints, "complaints");
  }

  /** From now on programs start from the copies that there are, until {@link #renew}. */
  public synchronized void hold() {
    held = true;
  }

  /**
   * Has the next starts use a new copy of a jar.
   *
   * @return takes that back
   */
  public synchronized Runnable renew(Path path) {
    Path jar = path.toAbsolutePath();
    Path before = latest.remove(jar);
    return () -> restore(jar, before);
  }

  private synchronized void restore(Path jar, @Nullable Path before) {
    if (before != null) {
      latest.put(jar, before);
    }
  }

  /** Deletes the copies of a jar that no program is started from any more. */
  public synchronized void deleteOld(Path path) throws IOException {
    Path jar = path.toAbsolutePath();
    Path current = latest.get(jar);
    for (Original original : List.copyOf(copies.keySet())) {
      Path copy = copies.get(original);
      if (original.path().equals(jar) && copy != null && !copy.equals(current)) {
        copies.remove(original);
        Files.deleteIfExists(copy);
      }
    }
  }

  /** The program with a copy of its jar; unchanged if its jar needs others beside it. */
  @Override
  public synchronized Program apply(Program program) {
    try {
      Path jar = program.jar().toAbsolutePath();
      Path kept = held ? latest.get(jar) : null;
      if (kept != null) {
        return program.from(kept);
      }
      return needsNeighbours(jar) ? program : program.from(copy(jar));
    } catch (IOException e) {
      complaints.accept("%s is not copied, do not rebuild it: %s".formatted(program.jar(), e));
      return program;
    }
  }

  private Path copy(Path jar) throws IOException {
    Original original = new Original(jar, Files.getLastModifiedTime(jar), Files.size(jar));
    Path copy = copies.get(original);
    if (copy == null) {
      Path place = Files.createDirectories(folder.resolve(String.valueOf(made++)));
      Optional<Path> linked = ClassArchive.link(jar, place);
      copy =
          linked.isPresent()
              ? linked.get()
              : Files.copy(jar, place.resolve(requireNonNull(jar.getFileName(), "file name")));
      copies.put(original, copy);
    }
    latest.put(jar, copy);
    return copy;
  }

  private static boolean needsNeighbours(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest != null
          && manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH);
    }
  }
}
