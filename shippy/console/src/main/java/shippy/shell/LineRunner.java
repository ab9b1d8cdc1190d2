package shippy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;

/** Runs lines: JSON in a line becomes the standard input of its command. */
public record LineRunner(Commands commands, String program) {
  /** Runs a line. The command reads the JSON of the line, or else what {@code io} has. */
  public ExitCode run(Line line, IoStreams io) {
    List<Line.Word> words = withoutProgram(line.words());
    List<String> json =
        words.stream().filter(Line.Word::json).map(Line.Word::text).collect(Collectors.toList());
    if (json.isEmpty()) {
      return commands.run(words.stream().map(Line.Word::text).toList(), io);
    }
    byte[] stdin = String.join("\n", json).getBytes(UTF_8);
    return commands.run(inputOnce(words), io.withIn(new ByteArrayInputStream(stdin)));
  }

  /** Whether the line has nothing to run. */
  public boolean isEmpty(Line line) {
    return withoutProgram(line.words()).isEmpty();
  }

  /** Drops the name of the program: errors suggest {@code program get ID}, which can be pasted. */
  private List<Line.Word> withoutProgram(List<Line.Word> words) {
    boolean named = !words.isEmpty() && words.get(0).text().equals(program);
    return named ? words.subList(1, words.size()) : words;
  }

  private static List<String> inputOnce(List<Line.Word> words) {
    int first =
        IntStream.range(0, words.size()).filter(i -> words.get(i).json()).findFirst().orElse(-1);
    return IntStream.range(0, words.size())
        .filter(i -> i == first || !words.get(i).json())
        .mapToObj(i -> i == first ? "-" : words.get(i).text())
        .toList();
  }
}
