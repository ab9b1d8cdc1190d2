package shippy.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import shippy.gateway.http.TextResponse;
import shippy.problem.Problem;

class PageTest {
  @Test
  void policy_allows_what_is_in_the_file_and_nothing_else() {
    TextResponse answer =
        Page.of("<style>a{}</style><p><script>x()</script><script>y()</script>").answer();

    assertThat(answer.headers().get("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none';"
                + " script-src 'sha256-D6IGS8VMvCoyaR/l0h9tERrBTATY01CoPS7l6xDv0kI='"
                + " 'sha256-nwG+cZ8J4yZ7RZ4RWxVDwCwkMn9GJelY2VgKXNi2Uvk=';"
                + " style-src 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=';"
                + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
  }

  @Test
  void page_tells_what_the_program_says_starts_services() {
    assertThat(Page.load(new Problem.Fix("hoist \"A\" & sail", "")).orElseThrow().answer().body())
        .contains("<body data-start=\"hoist &quot;A&quot; &amp; sail\">")
        .doesNotContain("START_SERVICE");
  }

  @Test
  void page_without_script_allows_none() {
    assertThat(Page.of("<p>").answer().headers().get("Content-Security-Policy"))
        .contains("script-src 'none'; style-src 'none';");
  }
}
