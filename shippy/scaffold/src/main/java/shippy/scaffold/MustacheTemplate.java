package shippy.scaffold;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** The templates, which are resources {@code /templates/NAME.mustache}. Stateless. */
public final class MustacheTemplate {
  private MustacheTemplate() {}

  /**
   * The text of a template with these values.
   *
   * @throws IllegalStateException if there is no such template, or a value is missing
   */
  public static String render(String name, Map<String, Object> values) {
    try (InputStream resource =
        MustacheTemplate.class.getResourceAsStream("/templates/" + name + ".mustache")) {
      if (resource == null) {
        throw new IllegalStateException("no template " + name);
      }
      return execute(new String(resource.readAllBytes(), UTF_8), values);
    } catch (MustacheException e) {
      throw new IllegalStateException("template %s: %s".formatted(name, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same, of a template that its user keeps in place of ours.
   *
   * @param home where it lies, if it does
   * @throws ProblemException if it has a mistake
   */
  public static String render(String name, Map<String, Object> values, Optional<Path> home) {
    Optional<Path> own =
        home.map(folder -> folder.resolve(name + ".mustache")).filter(Files::isRegularFile);
    if (own.isEmpty()) {
      return render(name, values);
    }
    try {
      return execute(Files.readString(own.get()), values);
    } catch (MustacheException | IOException e) {
      throw Problem.of(ExitCode.BAD_INPUT, "%s: %s".formatted(own.get(), e.getMessage()))
          .toException(e);
    }
  }

  private static String execute(String template, Map<String, Object> values) {
    return Mustache.compiler().escapeHTML(false).compile(template).execute(values);
  }
}
