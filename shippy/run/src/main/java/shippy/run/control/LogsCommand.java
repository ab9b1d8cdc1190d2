package shippy.run.control;

import static java.util.Comparator.comparingLong;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.io.ShutdownInterrupt;
import shippy.console.output.ListOutput;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** {@code shippy logs [NAME...]}. */
@Command(
    name = "logs",
    description = {
      "Show what instances of a run have written: the last 2 000 lines of each, also of one that"
          + " crashed and was started again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy logs                         of all instances, by time",
      "  shippy logs --trace=4bf92f3577b3    what was logged for one call",
      "  shippy logs vessel --tail=20        the last lines of the vessel services",
      "  shippy logs -f vessel-2             go on until Ctrl-C"
    })
public final class LogsCommand implements Action {
  public static final List<Setting<?>> SETTINGS = ControlClient.SETTINGS;

  private static final Pattern TRACE = Pattern.compile("[0-9a-f]{8,32}");
  private static final Duration POLL = Duration.ofMillis(300);

  @Mixin private RunOption which = new RunOption();

  @Option(
      names = {"-f", "--follow"},
      description = "go on with new lines until Ctrl-C")
  private boolean follow;

  @Option(names = "--tail", paramLabel = "N", description = "only the last so many lines")
  private Optional<Integer> tail = Optional.empty();

  @Option(
      names = "--trace",
      paramLabel = "ID",
      description = "only lines of the trace with this id, or one that begins so")
  private Optional<String> trace = Optional.empty();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "A service, a program, or the name or id of one instance; all without.")
  private List<String> names = List.of();

  private final Set<String> labels = new LinkedHashSet<>();
  private final Map<String, Long> seen = new HashMap<>();
  private final Set<String> inTrace = new HashSet<>();

  /** A line and whose it is. */
  private record Entry(String label, ControlClient.Line line) {}

  @Override
  public ExitCode run(Invocation call) {
    requireCount();
    requireTrace();
    ControlClient run = which.find(call, names);
    requireKnown(run.instances());
    ListOutput output = call.output().list("lines");
    try (ShutdownInterrupt ending = ShutdownInterrupt.ofThisThread()) {
      showNext(run, tail.orElse(Integer.MAX_VALUE), call, output);
      ExitCode code = follow ? follow(run, call, output) : ExitCode.OK;
      output.end("followed", follow);
      return code;
    }
  }

  private ExitCode follow(ControlClient run, Invocation call, ListOutput output) {
    try {
      while (!call.io().outIsLeft() && !Thread.currentThread().isInterrupted()) {
        showNext(run, Integer.MAX_VALUE, call, output);
        Deadline.within(POLL, new CompletableFuture<Void>(), Clock.system());
      }
    } catch (ProblemException e) {
      if (e.problem().code() == ExitCode.UNAVAILABLE) {
        call.io().err().println("the run has ended");
        return ExitCode.OK;
      }
      if (e.problem().code() != ExitCode.INTERRUPTED) {
        throw e;
      }
    }
    return Thread.currentThread().isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  private void requireCount() {
    if (tail.isPresent() && tail.get() < 0) {
      throw Problem.of(ExitCode.USAGE, "--tail: \"%d\" (expected: 0 or more)".formatted(tail.get()))
          .toException();
    }
  }

  private void requireTrace() {
    if (trace.isPresent() && !TRACE.matcher(trace.get()).matches()) {
      throw Problem.of(
              ExitCode.USAGE,
              "--trace: \"%s\" (expected: 8 to 32 digits of 0-9 and a-f)".formatted(trace.get()))
          .toException();
    }
  }

  private void requireKnown(List<ControlledInstance> instances) {
    for (String name : names) {
      if (instances.stream().noneMatch(i -> i.suits(name))) {
        throw Problem.of(
                ExitCode.UNAVAILABLE, "\"%s\": the run has none of that name".formatted(name))
            .withFact(
                "it has: " + String.join(", ", instances.stream().map(i -> i.label()).toList()))
            .toException();
      }
    }
  }

  private void showNext(ControlClient run, int most, Invocation call, ListOutput output) {
    List<Entry> entries = new ArrayList<>();
    try {
      read(run, entries);
    } finally { // the run may end between two instances
      entries.sort(comparingLong(entry -> entry.line().at()));
      show(entries.subList(Math.max(0, entries.size() - most), entries.size()), call, output);
    }
  }

  /**
   * Adds what has come since, also of instances that have ended meanwhile. Two with one label, of
   * which one drains, share their lines.
   */
  private void read(ControlClient run, List<Entry> entries) {
    run.instances().stream()
        .filter(i -> names.isEmpty() || names.stream().anyMatch(i::suits))
        .forEach(i -> labels.add(i.label()));
    for (String label : labels) {
      for (ControlClient.Line line : run.logs(label, seen.getOrDefault(label, 0L))) {
        seen.put(label, line.number());
        if (isOfTrace(label, line.text())) {
          entries.add(new Entry(label, line));
        }
      }
    }
  }

  /** Lines name their trace, whatever their form; what is indented belongs to the line before. */
  private boolean isOfTrace(String label, String text) {
    if (trace.isEmpty() || (text.startsWith(" ") && inTrace.contains(label))) {
      return true;
    }
    boolean named = text.contains(trace.get());
    boolean unused = named ? inTrace.add(label) : inTrace.remove(label);
    return named;
  }

  private void show(List<Entry> entries, Invocation call, ListOutput output) {
    int width = seen.keySet().stream().mapToInt(String::length).max().orElse(0);
    for (Entry entry : entries) {
      String label = entry.label() + " ".repeat(width - entry.label().length()) + " | ";
      call.output().line((seen.size() > 1 ? label : "") + entry.line().text());
      output.add(new View.Item(entry.label(), json -> write(entry, json)));
    }
  }

  private static void write(Entry entry, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", entry.label());
    json.writeStringField("at", Instant.ofEpochMilli(entry.line().at()).toString());
    json.writeStringField("text", entry.line().text());
    json.writeEndObject();
  }
}
