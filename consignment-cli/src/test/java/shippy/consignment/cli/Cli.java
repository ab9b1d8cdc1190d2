package shippy.consignment.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine;
import shippy.clock.Clock;
import shippy.clock.ManualClock;
import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.client.CommandConnections;
import shippy.console.Console;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

/** Runs the program in process; the ids it makes are the same in every run. */
final class Cli {
  static final String FIRST_ID = "019aa5db-3d00-7cd8-9a3e-c39bda137e64";
  private static final Instant NOW = Instant.parse("2025-11-21T10:00:00Z");

  private final Map<String, String> env = new HashMap<>(Map.of("HOME", "/nonexistent"));
  private byte[] stdin = new byte[0];
  private Screen screen = Screen.none();

  record Result(int code, String out, String err) {}

  Cli env(String name, String value) {
    env.put(name, value);
    return this;
  }

  Cli stdin(String text) {
    stdin = text.getBytes(UTF_8);
    return this;
  }

  Cli columns(int columns) {
    screen = Screen.fixed(true, columns);
    return env("NO_COLOR", "1");
  }

  /** The session that the program has with these flags, when nobody looks at it. */
  static Session session(Map<String, String> env, String... flags) {
    IoStreams io =
        new IoStreams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ByteArrayOutputStream(), false, UTF_8),
            new PrintStream(new ByteArrayOutputStream(), false, UTF_8),
            env,
            Screen.none());
    List<Session> begun = new ArrayList<>();
    RootCommand.Alone alone =
        (call, keepGoing) -> {
          begun.add(Session.begin(call));
          return ExitCode.OK;
        };
    RootCommand root =
        new RootCommand(TimeOrderedIds.on(Clock.system()), new CommandConnections(), alone);
    new Console(new CommandLine(root), CliMain.SETTINGS, io).run(List.of(flags));
    return begun.get(0);
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    IoStreams io =
        new IoStreams(
            new ByteArrayInputStream(stdin),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            env,
            screen);
    TimeOrderedIds ids = new TimeOrderedIds(new ManualClock(NOW), new Random(1));
    ExitCode code = CliMain.run(List.of(args), io, ids);
    return new Result(code.number(), out.toString(UTF_8), err.toString(UTF_8));
  }
}
