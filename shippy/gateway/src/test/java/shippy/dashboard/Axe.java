package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.opentest4j.TestAbortedException;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;
import shippy.testkit.browser.HeadlessBrowser;

/** The rules of axe-core: what keeps people with disabilities from using a page. */
final class Axe {
  /** Of {@code .ci/axe}: cannot be had on this machine. */
  private static final int UNAVAILABLE = 69;

  private static final Path ROOT =
      Path.of(System.getProperty("shippy.root", "../..")).toAbsolutePath();

  private final String script;

  private Axe(String script) {
    this.script = script;
  }

  /** What {@code .ci/axe} finds; aborts the test without it. */
  static Axe find() {
    String finder = ROOT.resolve(".ci/axe").toString();
    try (CommandHarness program = CommandHarness.program(finder)) {
      Result result =
          program
              .env("HOME", System.getProperty("user.home", "")) // npm's settings
              .timeout(Duration.ofMinutes(4))
              .run();
      if (result.exitCode() == UNAVAILABLE) {
        System.out.println("skipped: " + result.stderr().strip());
        throw new TestAbortedException(result.stderr());
      }
      if (result.exitCode() != 0) {
        throw Prerequisite.missing(result.stderr());
      }
      return new Axe(Files.readString(Path.of(result.stdout().strip())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing on the page, as it is now, breaks a rule. */
  void approves(HeadlessBrowser browser) {
    browser.run("if (!window.axe) { " + script + " }");
    assertThat(
            browser.run(
                "return window.axe.run(document, {resultTypes: ['violations']}).then(r =>"
                    + " r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n =>"
                    + " n.html.slice(0, 200)).join(' | ')).join('\\n'))"))
        .isEmpty();
  }
}
