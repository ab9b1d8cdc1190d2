package shippy.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.gateway.http.TextResponse;
import shippy.problem.Problem;

class PageTest {
  private static final int MAX_CHARACTERS = 120_000;

  private final Page page =
      Page.load(new Problem.Fix("hoist \"A\" & sail", ""), "none", "").orElseThrow();

  @Test
  void policy_allows_the_files_of_the_page_and_nothing_else() {
    assertThat(file().headers().get("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  @Test
  void page_tells_what_the_program_says_starts_services() {
    assertThat(file().body())
        .contains(
            "<body data-start=\"hoist &quot;A&quot; &amp; sail\" data-control=\"none\""
                + " data-trace-ui=\"\">")
        .doesNotContain("START_SERVICE");
  }

  @Test
  void files_that_the_page_names_are_there_and_no_others() {
    assertThat(file("page", "main.js").type()).startsWith("text/javascript");
    assertThat(file("page", "page.css").type()).startsWith("text/css");
    assertThat(page.file(List.of("page", "index.html"))).isEmpty();
    assertThat(page.file(List.of("page", "../Page.class"))).isEmpty();
    assertThat(page.file(List.of("other", "main.js"))).isEmpty();
  }

  @Test
  void files_are_small_and_change_their_tag_when_they_change() {
    assertThat(page.size()).isLessThan(MAX_CHARACTERS);
    assertThat(file().headers().get("ETag"))
        .isNotEqualTo(
            Page.load(new Problem.Fix("sail", ""), "none", "")
                .orElseThrow()
                .file(List.of())
                .orElseThrow()
                .headers()
                .get("ETag"));
  }

  private TextResponse file(String... path) {
    return page.file(List.of(path)).orElseThrow();
  }
}
