package shippy.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"harbour", "a", "port-authority", "h2o", "a2345678901234567890123456789012"})
  void names_that_are_dns_labels_are_taken(String name) {
    assertThatCode(() -> Projects.plain(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "Harbour", "2harbour", "-a", "a-", "a--b", "har bour", "har_bour", "har.bour",
            "../up",
        "/etc", "a/b", "..", ".", "h\u00e4fen", "a\nb", "class", "new", "service", "test", "string",
        "in-t", "a23456789012345678901234567890123"
      })
  void names_that_are_no_names_in_java_or_dns_are_refused(String name) {
    assertThatThrownBy(() -> Projects.plain(name))
        .hasMessage(
            "name: \"%s\" (expected: a-z, 0-9 and single dashes, a letter first, at most 32;"
                    .formatted(name)
                + " no word of Java)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Com", "com..x", "com.class", "1a", "java.x", "shippy.x", "com/x", "a-b"})
  void packages_that_are_none_are_refused(String name) {
    assertThatThrownBy(() -> Projects.inPackage(name))
        .hasMessageStartingWith("--package: \"%s\" (expected: a package such as".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "Hello-You", "He llo", "Class", "Return", "3D"})
  void methods_that_are_none_are_refused(String name) {
    assertThatThrownBy(() -> Projects.service("harbour", name))
        .hasMessageStartingWith("--method: \"%s\" (expected: letters and digits".formatted(name));
  }

  @Test
  void a_method_stands_once() {
    assertThatThrownBy(() -> Projects.service("harbour", "Dock", "Dock"))
        .hasMessage("--method: \"Dock\" (expected: one that is not there yet)");
    assertThatThrownBy(() -> Projects.streaming("Count"))
        .hasMessage("--method: \"Count\" (expected: one that is not there yet)");
  }

  @ParameterizedTest
  @CsvSource({"vessels, vessel", "status, status", "cities, city", "address, address", "bus, bus"})
  void tables_lose_their_plural(String table, String singular) {
    assertThat(ProjectNames.singular(table)).isEqualTo(singular);
  }

  @ParameterizedTest
  @CsvSource({"vessel, vessels", "city, cities", "box, boxes", "day, days", "status, statuses"})
  void lists_have_a_plural(String singular, String plural) {
    assertThat(ProjectNames.plural(singular)).isEqualTo(plural);
  }

  @Test
  void accessors_are_named_as_protoc_does() {
    assertThat(ProjectNames.accessor("line_2a")).isEqualTo("Line2A");
    assertThat(ProjectNames.accessor("owner_id")).isEqualTo("OwnerId");
  }
}
