package shippy.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ProblemException;

class ProjectFolderTest {
  private final SortedMap<String, String> files = new TreeMap<>();

  @TempDir private Path root = Path.of("");

  ProjectFolderTest() {
    files.put("pom.xml", "a pom\n");
    files.put("src/Main.java", "a class\n");
  }

  private Path folder() {
    return root.resolve("harbour");
  }

  private static void requireFact(Throwable failure, String fact) {
    assertThat(((ProblemException) failure).problem().facts()).contains(fact);
  }

  @Test
  void files_are_written_once() throws IOException {
    assertThat(new ProjectFolder(folder()).write(files, false))
        .containsExactly("pom.xml", "src/Main.java");
    assertThat(new ProjectFolder(folder()).write(files, false)).isEmpty();
    assertThat(folder().resolve("src/Main.java")).hasContent("a class");
    requireNothingBeside();
  }

  @Test
  void what_differs_is_listed_and_stays() throws IOException {
    new ProjectFolder(folder()).write(files, false);
    Files.writeString(folder().resolve("pom.xml"), "mine");
    Files.delete(folder().resolve("src/Main.java"));

    assertThatThrownBy(() -> new ProjectFolder(folder()).write(files, false))
        .hasMessage(folder() + " has files that differ from what this command makes")
        .satisfies(failure -> requireFact(failure, "differs: pom.xml"))
        .satisfies(failure -> requireFact(failure, "missing: src/Main.java"));
    assertThat(folder().resolve("pom.xml")).hasContent("mine");
    assertThat(folder().resolve("src/Main.java")).doesNotExist();
  }

  @Test
  void force_replaces_what_differs_and_nothing_else() throws IOException {
    new ProjectFolder(folder()).write(files, false);
    Files.writeString(folder().resolve("pom.xml"), "mine");
    Files.writeString(folder().resolve("notes.txt"), "mine too");

    assertThat(new ProjectFolder(folder()).write(files, true)).containsExactly("pom.xml");
    assertThat(folder().resolve("pom.xml")).hasContent("a pom");
    assertThat(folder().resolve("notes.txt")).hasContent("mine too");
    requireNothingBeside();
  }

  @Test
  void files_are_added_to_those_of_others_unless_they_differ() throws IOException {
    Files.createDirectory(folder());
    Files.writeString(folder().resolve("thesis.txt"), "mine");

    assertThat(new ProjectFolder(folder()).add(files, false)).containsAll(files.keySet());
    Files.delete(folder().resolve("src/Main.java"));
    assertThat(new ProjectFolder(folder()).add(files, false)).containsExactly("src/Main.java");
    Files.writeString(folder().resolve("pom.xml"), "mine");
    assertThatThrownBy(() -> new ProjectFolder(folder()).add(files, false))
        .hasMessage(folder() + " has files that differ from what this command makes");
    assertThat(new ProjectFolder(folder()).add(files, true)).containsExactly("pom.xml");
    assertThat(folder().resolve("thesis.txt")).hasContent("mine");
  }

  @Test
  void a_folder_of_others_is_refused() throws IOException {
    Files.createDirectory(folder());
    Files.writeString(folder().resolve("thesis.txt"), "mine");

    assertThatThrownBy(() -> new ProjectFolder(folder()).write(files, false))
        .hasMessage(folder() + " is not empty (expected: a new or empty folder)");
    assertThat(folder()).isDirectoryNotContaining("glob:**pom.xml");
  }

  @Test
  void a_file_of_that_name_is_refused() throws IOException {
    Files.writeString(folder(), "mine");

    assertThatThrownBy(() -> new ProjectFolder(folder()).write(files, true))
        .hasMessage(folder() + " is a file (expected: a new or empty folder)");
    assertThat(folder()).hasContent("mine");
  }

  @Test
  void a_failure_half_way_leaves_what_was_there() throws IOException {
    new ProjectFolder(folder()).write(files, false);
    Files.writeString(folder().resolve("pom.xml"), "mine");
    Files.delete(folder().resolve("src/Main.java"));
    Files.createDirectories(folder().resolve("src/Main.java/in-the-way"));

    assertThatThrownBy(() -> new ProjectFolder(folder()).write(files, true))
        .hasMessageStartingWith("cannot write " + folder());
    assertThat(folder().resolve("pom.xml")).hasContent("mine");
    requireNothingBeside();
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    Path lost = root.resolve("lost/harbour");

    assertThatThrownBy(() -> new ProjectFolder(lost).write(files, false))
        .hasMessageStartingWith("cannot write %s: NoSuchFile".formatted(lost));
  }

  private void requireNothingBeside() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      assertThat(entries).containsExactly(folder());
    }
  }
}
