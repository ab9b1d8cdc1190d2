package shippy.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/** {@code shippy help [TOPIC]}; each topic is a resource beside this class. */
@Command(
    name = "help",
    description = "Explain a topic or a command; without one, list the topics.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy help                         the topics",
      "  shippy help registries              mDNS or etcd?",
      "  shippy help get service             the options of a command"
    })
final class HelpTopic implements Action {
  private static final String OPTIONS = "options";

  static final Map<String, String> TOPICS =
      Map.of(
          "registries",
          "where services find each other: mDNS, etcd, Kubernetes, DNS, memory",
          "stores",
          "where services keep their data: SQLite, PostgreSQL, memory",
          "failures",
          "what survives what, and what callers see",
          "governance",
          "balancers, circuit breaker, load shedding, limits, hedging",
          "exit-codes",
          "what the number tells a script",
          "logging",
          "levels, forms and where lines go",
          OPTIONS,
          "the options of every command",
          "environment",
          "flags, variables, contexts and files, and which one wins");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "TOPIC", description = "A topic, or a command.")
  private List<String> words = List.of();

  @Override
  public ExitCode run(Invocation call) {
    String topic = String.join(" ", words);
    if (words.isEmpty()) {
      call.output().show(new Topics(new TreeMap<>(TOPICS)));
    } else if (topic.equals(OPTIONS)) {
      String options = Console.commonOptions(spec.root().commandLine());
      call.output().show(new Topic(topic, options));
    } else if (TOPICS.containsKey(topic)) {
      call.output().show(new Topic(topic, call.io().help(text(topic))));
    } else {
      Console.help(command(), call.io());
    }
    return ExitCode.OK;
  }

  /** The command that the words name. */
  private CommandLine command() {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw unknown(word, command.getSubcommands().keySet());
      }
      command = next;
    }
    return command;
  }

  private static ProblemException unknown(String word, Collection<String> commands) {
    TreeSet<String> all = new TreeSet<>(TOPICS.keySet());
    Problem problem =
        Problem.of(
            ExitCode.USAGE,
            "\"%s\": no such topic or command (expected: %s)"
                .formatted(word, String.join(", ", all)));
    all.addAll(commands);
    return Suggestion.nearest(word, all)
        .map(near -> problem.withFix("shippy help " + near, "did you mean this?"))
        .orElse(problem.withFix("shippy --help", "list all commands"))
        .toException();
  }

  static String text(String topic) {
    try (InputStream in = HelpTopic.class.getResourceAsStream("help/%s.txt".formatted(topic))) {
      if (in == null) {
        throw new IllegalStateException("no text for " + topic);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Topic(String name, String content) implements View {
    @Override
    public void text(Text text) {
      content.lines().forEach(text::line);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("topic", name);
      json.writeStringField("text", content);
      json.writeEndObject();
    }
  }

  private record Topics(Map<String, String> titles) implements View {
    @Override
    public void text(Text text) {
      List<Column> columns = List.of(Column.text("TOPIC"), Column.text("WHAT IT TELLS"));
      text.table(
          Table.of(
              columns,
              titles.entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList()));
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      for (Map.Entry<String, String> topic : titles.entrySet()) {
        json.writeStringField(topic.getKey(), topic.getValue());
      }
      json.writeEndObject();
    }
  }
}
