package shippy.shell.completion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import shippy.problem.ProblemText;

/** Names of files. Stateless. */
public final class FileChoices {
  private static final int MOST = 1000;

  private FileChoices() {}

  /** Files and folders whose names begin as typed; hidden ones only after a dot. */
  public static List<Choice> of(String typed) {
    int slash = typed.lastIndexOf('/') + 1;
    String folder = typed.substring(0, slash);
    String start = typed.substring(slash);
    try (Stream<Path> files = Files.list(Path.of(folder.isEmpty() ? "." : folder))) {
      return files
          .filter(file -> isMeant(file.getFileName().toString(), start))
          .limit(MOST)
          .sorted()
          .map(file -> choice(folder, file))
          .toList();
    } catch (IOException | InvalidPathException e) {
      return List.of(); // no folder to look into: nothing to offer
    }
  }

  private static boolean isMeant(String name, String start) {
    return name.startsWith(start)
        && (start.startsWith(".") || !name.startsWith("."))
        && name.codePoints().noneMatch(ProblemText::isUnsafe);
  }

  private static Choice choice(String folder, Path file) {
    String name = file.getFileName().toString();
    return Files.isDirectory(file)
        ? new Choice(folder + name + "/", name + "/", "", "files", false)
        : new Choice(folder + name, name, "", "files", true);
  }
}
