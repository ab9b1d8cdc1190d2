package shippy.scaffold;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the files of a project from the templates, which are resources. {@code files.txt} says
 * which template makes which file. Stateless.
 */
public final class ProjectTemplates {
  private ProjectTemplates() {}

  /** The files of a project, by path with {@code /}. The same for equal options. */
  public static SortedMap<String, String> files(ProjectOptions options) {
    Map<String, Object> values = TemplateValues.of(options);
    SortedMap<String, String> files = new TreeMap<>();
    for (String line :
        MustacheTemplate.render("files.txt", values).lines().filter(l -> !l.isBlank()).toList()) {
      List<String> words = List.of(line.split(" ", -1));
      Map<String, Object> own = words.size() < 3 ? values : table(words.get(2), values);
      String text = MustacheTemplate.render(words.get(0), own);
      String path = words.get(1);
      files.put(path, path.endsWith(".java") ? JavaLayout.of(text) : text);
    }
    return files;
  }

  private static Map<String, Object> table(String name, Map<String, Object> values) {
    if (values.get("tables") instanceof List<?> tables) {
      for (Object table : tables) {
        if (table instanceof Map<?, ?> found && name.equals(found.get("table"))) {
          Map<String, Object> own = new TreeMap<>(values);
          found.forEach((key, value) -> own.put((String) key, value));
          return own;
        }
      }
    }
    throw new IllegalStateException("table: %s (expected: one of the project)".formatted(name));
  }
}
