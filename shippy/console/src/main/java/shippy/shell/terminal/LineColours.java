package shippy.shell.terminal;

import java.util.List;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import picocli.CommandLine.Model.CommandSpec;
import shippy.shell.Line;
import shippy.shell.completion.WordRoles;

/** Colours words by their {@link WordRoles} while they are typed. */
final class LineColours implements Highlighter {
  private final CommandSpec root;

  LineColours(CommandSpec root) {
    this.root = root;
  }

  @Override
  public AttributedString highlight(LineReader reader, String text) {
    AttributedStringBuilder out = new AttributedStringBuilder();
    int done = 0;
    for (Line line : Line.parse(text)) {
      List<WordRoles.Role> roles = WordRoles.roles(root, line, text.length());
      for (int i = 0; i < roles.size(); i++) {
        Line.Word word = line.words().get(i);
        out.append(text.substring(done, word.start()));
        out.styled(style(roles.get(i)), text.substring(word.start(), word.end()));
        done = word.end();
      }
    }
    return out.append(text.substring(done)).toAttributedString();
  }

  private static AttributedStyle style(WordRoles.Role role) {
    return switch (role) {
      case COMMAND -> AttributedStyle.BOLD.foreground(AttributedStyle.CYAN);
      case OPTION -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
      case UNKNOWN -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
      case JSON -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
      case PLAIN -> AttributedStyle.DEFAULT;
    };
  }
}
