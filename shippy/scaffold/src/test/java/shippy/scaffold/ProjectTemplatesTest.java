package shippy.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import shippy.testkit.GoldenFile;

class ProjectTemplatesTest {
  private static final Pattern PLUGIN =
      Pattern.compile("<artifactId>([\\w-]+-plugin)</artifactId>\\s*<version>([^<]+)</version>");

  @Test
  void plain_project() throws IOException {
    GoldenFile.check("plain.txt", text(ProjectTemplates.files(Projects.plain("harbour"))));
  }

  @Test
  void the_same_options_make_the_same_files() {
    String sql = "CREATE TABLE t (id INT PRIMARY KEY, b INT NOT NULL CHECK (b >= 5))";
    ProjectOptions options = Projects.of(SqlFile.tables("t.sql", sql));

    assertThat(ProjectTemplates.files(options)).isEqualTo(ProjectTemplates.files(options));
    assertThat(text(ProjectTemplates.files(options))).doesNotContain("{{").contains("row.setB(5);");
  }

  /** Those are what this build has fetched, so a project builds without a network. */
  @Test
  void versions_are_those_of_the_parent() throws IOException {
    String parent = Files.readString(Path.of("../../pom.xml"));
    String made = String.valueOf(ProjectTemplates.files(Projects.plain("harbour")).get("pom.xml"));

    Matcher plugin = PLUGIN.matcher(made);
    while (plugin.find()) {
      assertThat(parent)
          .containsPattern(
              Pattern.quote(plugin.group(1)) + "</artifactId>\\s*<version>" + plugin.group(2));
    }
    assertThat(made)
        .contains("<protocVersion>%s<".formatted(property(parent, "protobuf.version")))
        .contains("<version>%s<".formatted(property(parent, "protoc-gen-grpc.version")));
  }

  private static String property(String pom, String name) {
    Matcher found = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(pom);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String text(Map<String, String> files) {
    StringBuilder text = new StringBuilder();
    files.forEach((path, content) -> text.append("=== ").append(path).append('\n').append(content));
    return text.toString();
  }
}
