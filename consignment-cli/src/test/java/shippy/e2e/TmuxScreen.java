package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Namespace;
import shippy.testkit.Prerequisite;

/** A shell in tmux, whose screen and history can be read. One thread. */
final class TmuxScreen implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final CommandHarness tmux;
  private final Path socket;

  /** A shell on a host, at home, on a screen such as {@code 80x24}. */
  TmuxScreen(Namespace host, Path home, Map<String, String> env, String size) {
    this(CommandHarness.program("tmux").on(host).directory(home), env, size);
  }

  /** A shell where a harness of tmux is. */
  TmuxScreen(CommandHarness tmux, Map<String, String> env, String size) {
    if (Stream.of(System.getenv("PATH").split(":"))
        .noneMatch(folder -> Path.of(folder, "tmux").toFile().exists())) {
      throw Prerequisite.missing("no tmux on the PATH");
    }
    this.tmux = tmux;
    socket = tmux.home().resolve("tmux");
    env.forEach(tmux::env);
    tmux.env("TERM", "xterm-256color").env("PAGER", "cat").env("NO_COLOR", "1");
    Path conf = tmux.home().resolve("tmux.conf");
    try {
      Files.writeString(conf, "set -g history-limit 9000\nset -g status off\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String[] columnsRows = size.split("x", 2);
    tmux(
        List.of(
            "-f",
            conf.toString(),
            "new-session",
            "-d",
            "-x",
            columnsRows[0],
            "-y",
            columnsRows[1],
            "env 'PS1=$ ' bash --norc --noprofile"));
    shows("$");
  }

  private String tmux(List<String> words) {
    List<String> all = new ArrayList<>(List.of("-S", socket.toString()));
    all.addAll(words);
    Result result = tmux.run(all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout();
  }

  /** Types a line and its end. */
  TmuxScreen enter(String line) {
    tmux(List.of("send-keys", "-l", line));
    return press("Enter");
  }

  /** Presses a key, such as {@code x} or {@code C-c}. */
  TmuxScreen press(String key) {
    tmux(List.of("send-keys", key));
    return this;
  }

  TmuxScreen shows(String text) {
    eventually(PATIENCE, () -> assertThat(text()).contains(text));
    return this;
  }

  /** Runs a command to its end, which is the next prompt: the one before may still be the last. */
  TmuxScreen runs(String line) {
    long before = prompts(text());
    enter(line);
    eventually(
        PATIENCE,
        () -> {
          String text = text();
          assertThat(text).as(line).endsWith("\n$");
          assertThat(prompts(text)).as(text).isGreaterThan(before);
        });
    return this;
  }

  private static long prompts(String text) {
    return text.lines().filter(line -> line.equals("$") || line.startsWith("$ ")).count();
  }

  /** All that was shown, with lines that the terminal had to break as one. */
  String text() {
    String shown = tmux(List.of("capture-pane", "-p", "-J", "-S", "-9000"));
    return shown.replaceAll("(?m) +$", "").stripTrailing();
  }

  @Override
  public void close() {
    tmux(List.of("kill-server"));
    tmux.close();
  }
}
