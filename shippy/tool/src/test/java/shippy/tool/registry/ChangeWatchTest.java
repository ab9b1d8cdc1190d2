package shippy.tool.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.clock.Clock;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.testkit.Eventually;
import shippy.testkit.registry.ForwardingRegistry;

class ChangeWatchTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicReference<@Nullable Problem> away = new AtomicReference<>();
  private Thread worker = Thread.currentThread();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void who_went_comes_before_who_came_or_changed() {
    Node a = Node.of("s", "a", "127.0.0.1:1");
    Node b = Node.of("s", "b", "127.0.0.1:2");
    Node moved = Node.of("s", "a", "127.0.0.1:3");

    assertThat(InstanceChange.between(List.of(), List.of(a), NOON))
        .containsExactly(new InstanceChange(NOON, InstanceChange.Kind.UP, a));
    assertThat(InstanceChange.between(List.of(a), List.of(a), NOON)).isEmpty();
    assertThat(InstanceChange.between(List.of(a, b), List.of(moved), NOON))
        .containsExactly(
            new InstanceChange(NOON, InstanceChange.Kind.DOWN, b),
            new InstanceChange(NOON, InstanceChange.Kind.CHANGED, moved));
    assertThat(new InstanceChange(NOON, InstanceChange.Kind.UP, a).line(ZoneOffset.UTC))
        .isEqualTo("2026-11-21 12:00:00  up       s  a  127.0.0.1:1  latest");
  }

  @Test
  void each_change_of_any_service_is_a_line_until_the_end() throws Exception {
    registry.register(Node.of("one", "one-1", "127.0.0.1:1"), HOUR);
    CompletableFuture<ExitCode> end = watch("");
    awaitOut("up       one  one-1  127.0.0.1:1  latest\n");

    registry.register(Node.of("two", "\u001b[31mtwo", "127.0.0.1:2"), HOUR);
    awaitOut("up       two  ?[31mtwo  127.0.0.1:2  latest\n");
    registry.register(Node.of("one", "one-1", "127.0.0.1:9"), HOUR);
    awaitOut("changed  one  one-1  127.0.0.1:9  latest\n");
    registry.deregister(Node.of("one", "one-1", "127.0.0.1:9"));
    awaitOut("down     one  one-1  127.0.0.1:9  latest\n");

    worker.interrupt();
    assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(out.toString(UTF_8).lines()).hasSize(4);
  }

  @Test
  void one_service_is_watched_before_it_is_there_and_json_lines_are_one_each() throws Exception {
    CompletableFuture<ExitCode> end = watch("one", "-o", "jsonl");
    registry.register(Node.of("other", "x", "127.0.0.1:1"), HOUR);
    registry.register(Node.of("one", "one-1", "127.0.0.1:1"), HOUR);
    awaitOut("\n");

    worker.interrupt();
    end.get(10, TimeUnit.SECONDS);
    assertThat(out.toString(UTF_8))
        .matches(
            "\\{\"at\":\"[^\"]+\",\"change\":\"up\",\"service\":\"one\",\"node\":\"one-1\","
                + "\"address\":\"127.0.0.1:1\",\"version\":\"latest\",\"metadata\":\\{}}\n");
  }

  @Test
  void the_json_of_all_changes_is_one_document() throws Exception {
    registry.register(Node.of("one", "one-1", "127.0.0.1:1"), HOUR);
    CompletableFuture<ExitCode> end = watch("one", "-o", "json");
    awaitOut("one-1");

    worker.interrupt();
    end.get(10, TimeUnit.SECONDS);
    assertThat(out.toString(UTF_8))
        .startsWith("{\n  \"changes\": [\n    {\n")
        .endsWith("    }\n  ],\n  \"complete\": true\n}\n");
  }

  @Test
  void registry_that_is_away_at_first_is_told_and_tried_again() throws Exception {
    registry.register(Node.of("one", "one-1", "127.0.0.1:1"), HOUR);
    away.set(Problem.of(ExitCode.UNAVAILABLE, "etcd does not answer: cannot list the services"));
    CompletableFuture<ExitCode> end = watch("");
    Eventually.eventually(
        Duration.ofSeconds(10),
        () -> assertThat(err.toString(UTF_8)).contains("etcd does not answer"));
    assertThat(end).isNotDone();
    away.set(null);
    awaitOut("up       one  one-1  127.0.0.1:1  latest\n");

    worker.interrupt();
    assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
  }

  @Test
  void wrong_setting_ends_it() throws Exception {
    away.set(Problem.of(ExitCode.CONFIG, "etcd refuses the login: cannot list the services"));
    assertThat(watch("").get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.CONFIG);
  }

  private void awaitOut(String text) {
    Eventually.eventually(
        Duration.ofSeconds(10), () -> assertThat(out.toString(UTF_8)).contains(text));
  }

  @Command(name = "watch")
  private static final class WatchProgram implements Action {
    private final Registry registry;
    private final String service;

    WatchProgram(Registry registry, String service) {
      this.registry = registry;
      this.service = service;
    }

    @Override
    public ExitCode run(Invocation call) {
      try (ChangeWatch changes = new ChangeWatch(call, registry, Clock.system())) {
        return service.isEmpty() ? changes.ofAll(name -> true) : changes.of(service);
      }
    }
  }

  private CompletableFuture<ExitCode> watch(String service, String... options) {
    IoStreams io =
        new IoStreams(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of(),
            Screen.none());
    CompletableFuture<ExitCode> end = new CompletableFuture<>();
    CommandLine program = new CommandLine(new WatchProgram(sometimesAway(), service));
    worker =
        new Thread(
            () -> end.complete(new Console(program, Settings.CALLER, io).run(List.of(options))),
            "watch");
    worker.start();
    return end;
  }

  /** Fails to list its services while there is a problem. */
  private Registry sometimesAway() {
    return new ForwardingRegistry(registry) {
      @Override
      public List<String> services() {
        Problem now = away.get();
        if (now != null) {
          throw new RegistryException(now, null);
        }
        return super.services();
      }
    };
  }
}
