package shippy.shell.terminal;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import shippy.problem.ProblemText;
import shippy.shell.completion.Choice;
import shippy.shell.completion.Completion;
import shippy.shell.terminal.LineParser.Typed;

/** Lets JLine offer what {@link Completion} finds. */
final class LineCompleter implements Completer {
  private final Completion completion;

  LineCompleter(Completion completion) {
    this.completion = completion;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line instanceof Typed typed && !typed.at().json()) {
      for (Choice choice : completion.of(typed.before(), typed.word())) {
        if (choice.value().codePoints().noneMatch(ProblemText::isUnsafe)) {
          candidates.add(candidate(choice, candidates.size()));
        }
      }
    }
  }

  /** Keeps the order of the program: JLine would sort by name. */
  private static Candidate candidate(Choice choice, int position) {
    String description = choice.description();
    return new Candidate(
        choice.value(),
        ProblemText.clean(choice.shown()),
        choice.group(),
        description.isEmpty() ? null : ProblemText.clean(description),
        null,
        null,
        choice.whole(),
        position);
  }
}
