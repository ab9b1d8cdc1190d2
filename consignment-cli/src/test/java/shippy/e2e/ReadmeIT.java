package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;

/**
 * Does what the README and the pages that it links to say, on a host of its own, word for word, and
 * sees what it promises; the demo, which is a command too, in {@link DemoIT}, images in {@link
 * ImageIT}, and what needs a cluster in {@link ManifestIT}.
 */
@Tag("slow")
@Order(2)
class ReadmeIT {
  private static final Readme.Command RUN =
      new Readme.Command("make run", "…\n  consignment … serving\n  vessel … serving\n…\n", 0);

  /** Of the programs that {@code make install} puts there. */
  private static final String ON_PATH = "PATH=$HOME/.local/bin:$PATH; ";

  private final Namespace host = Namespace.create();
  private final CommandHarness shell =
      CommandHarness.program("setsid", "bash", "-c")
          .on(host)
          .quickJava()
          .env("TRAIN", "shippy")
          .timeout(Duration.ofMinutes(2));
  private final Deque<Started> running = new ArrayDeque<>();
  private Path directory = Sandbox.ROOT;

  private record Started(String line, Path directory, RunningCommand program) {}

  @AfterEach
  void close() {
    stop(any -> true);
    shell.close();
    host.close();
  }

  @Test
  void every_command_does_what_the_readme_says(@TempDir Path folder) throws Exception {
    for (Readme.Step step : Readme.read().steps()) {
      if (step instanceof Readme.Command command) {
        if (!command.isDemo() && !command.isForCluster() && !command.buildsImages()) {
          run(command);
        }
      } else if (step instanceof Readme.Source source) {
        run(source, folder);
      } else if (step instanceof Readme.NewSection) {
        directory = Sandbox.ROOT;
      } else if (step instanceof Readme.NewPage) {
        startServices();
      } else {
        stop(any -> true);
      }
    }
  }

  /**
   * As for a user, with a local Maven repository and programs in the home directory. What scripts
   * fetch is there already, since this host has no other network.
   */
  @BeforeEach
  void home() throws IOException {
    Path caches = Receivers.file("zipkin.jar").resolveSibling("../../..").normalize();
    shell.env("XDG_CACHE_HOME", caches.toString());
    Path repository = shell.home().resolve(".m2/repository");
    NewProjectIT.linkFetched(Files.createDirectories(repository));
    shell.env("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
  }

  private void startServices() {
    directory = Sandbox.ROOT;
    stop(one -> !one.line().equals(RUN.line()) || !one.directory().equals(directory));
    if (running.isEmpty()) {
      run(RUN);
    }
  }

  private void run(Readme.Command command) {
    if (command.line().startsWith("make run")) {
      stop(before -> before.line().startsWith("make run") && before.directory().equals(directory));
    }
    shell.directory(directory);
    if (command.staysRunning()) {
      RunningCommand started =
          shell.start(ON_PATH + "exec " + command.line().replaceFirst(" &$", ""));
      running.push(new Started(command.line(), directory, started));
      eventually(
          Sandbox.START,
          () -> assertThat(started.stdout() + started.stderr()).containsPattern(command.pattern()));
    } else {
      runToTheEnd(command);
    }
  }

  /** A terminal stays in the folder that a command went to. */
  private void runToTheEnd(Readme.Command command) {
    Path folder = shell.home().resolve("folder");
    Result result =
        shell.run("%s trap 'pwd > %s' EXIT; %s".formatted(ON_PATH, folder, command.line()));
    assertThat(result.exitCode())
        .as(command.line() + result.stderr())
        .isEqualTo(command.exitCode());
    String shown = (result.stdout() + result.stderr()).replaceAll("\u001b\\[[0-9;]*m", "");
    assertThat(shown).as(command.line()).matches(command.pattern());
    directory = Path.of(read(folder).strip());
  }

  /** A service runs on; a client runs to its end. */
  private void run(Readme.Source source, Path classes) throws Exception {
    Path file = Files.writeString(classes.resolve(source.className() + ".java"), source.text());
    String classPath = System.getProperty("java.class.path");
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", classes.toString(), file.toString());
    assertThat(errors).as(source.text()).isZero();
    String[] java = {
      "setsid",
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-cp",
      classes + ":" + classPath,
      source.className()
    };
    CommandHarness program = CommandHarness.program(java).on(host);
    if (source.text().contains("Service.named")) {
      RunningCommand service = program.start();
      running.push(new Started(source.className(), classes, service));
      service.awaitLine("Registered node: ", Sandbox.START);
    } else {
      Result result = program.run();
      assertThat(result.stderr()).isEmpty();
      assertThat(result.stdout()).isEqualTo("true\n");
    }
  }

  private void stop(Predicate<Started> which) {
    for (Started started : running.stream().filter(which).toList()) {
      try (RunningCommand program = started.program()) {
        CommandHarness.program("kill", "-INT", "--", "-" + program.pid()).run();
        program.exitCode(Duration.ofSeconds(20));
      }
      running.remove(started);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
