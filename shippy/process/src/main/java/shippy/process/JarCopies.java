package shippy.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Copies of programs in a folder. A build that writes into a jar would take classes away from the
 * process that runs from it; a hard link would be the same file. Safe for any thread.
 */
public final class JarCopies implements UnaryOperator<Program> {
  private final Path folder;
  private final Consumer<String> complaints;
  private final Map<Original, Path> copies = new HashMap<>();

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

  /** The program with a copy of its jar; unchanged if its jar needs others beside it. */
  @Override
  public synchronized Program apply(Program program) {
    try {
      Path jar = program.jar().toAbsolutePath();
      return needsNeighbours(jar) ? program : new Program(program.name(), copy(jar));
    } catch (IOException e) {
      complaints.accept("%s is not copied, do not rebuild it: %s".formatted(program.jar(), e));
      return program;
    }
  }

  private Path copy(Path jar) throws IOException {
    Original original = new Original(jar, Files.getLastModifiedTime(jar), Files.size(jar));
    Path known = copies.get(original);
    if (known != null) {
      return known;
    }
    Path place = Files.createDirectories(folder.resolve(String.valueOf(copies.size())));
    Path copy = Files.copy(jar, place.resolve(requireNonNull(jar.getFileName(), "file name")));
    copies.put(original, copy);
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
