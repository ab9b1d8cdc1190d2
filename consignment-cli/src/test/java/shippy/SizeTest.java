package shippy;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be read and found: modules, packages and names of the main code. */
class SizeTest {
  private static final int LINES_OF_A_MODULE = 6_000;
  private static final long CLASSES_OF_A_PACKAGE = 25;

  /** One idea in sibling back ends. */
  private static final Set<String> SIBLINGS = Set.of("NodeCodec.java");

  @Test
  void no_module_is_larger_than_one_can_learn_in_a_day() {
    Modules.sources()
        .forEach(
            (module, files) ->
                assertThat(files.stream().mapToLong(SizeTest::lines).sum())
                    .as(module)
                    .isLessThanOrEqualTo(LINES_OF_A_MODULE));
  }

  @Test
  void no_package_has_more_classes_than_one_can_see_at_once() {
    Map<Path, Long> packages = classes().collect(groupingBy(Path::getParent, counting()));
    assertThat(packages).isNotEmpty();
    packages.forEach(
        (folder, classes) ->
            assertThat(classes).as(folder.toString()).isLessThanOrEqualTo(CLASSES_OF_A_PACKAGE));
  }

  @Test
  void name_of_a_class_stands_once() {
    Map<String, Long> names =
        classes()
            .map(file -> file.getFileName().toString())
            .filter(name -> !SIBLINGS.contains(name))
            .collect(groupingBy(name -> name, counting()));
    names.values().removeIf(count -> count == 1);
    assertThat(names).isEmpty();
  }

  private static Stream<Path> classes() {
    return Modules.sources().values().stream()
        .flatMap(files -> files.stream())
        .filter(file -> !file.endsWith("package-info.java"));
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
