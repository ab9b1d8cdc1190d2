package shippy.shell.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import shippy.shell.Line;

/** Tells what the words of a line are. Stateless. */
public final class WordRoles {
  /** What a word is. */
  public enum Role {
    COMMAND,
    OPTION,
    UNKNOWN,
    JSON,
    PLAIN
  }

  private WordRoles() {}

  /** The role of each word of a line. A word that is still being typed is never unknown. */
  public static List<Role> roles(CommandSpec root, Line line, int textLength) {
    List<Role> roles = new ArrayList<>();
    CommandPosition position = CommandPosition.after(root, List.of());
    for (Line.Word word : line.words()) {
      boolean typing = word.end() == textLength;
      roles.add(word.json() ? Role.JSON : role(position, word.text(), typing));
      position = position.then(word.text());
    }
    return roles;
  }

  private static Role role(CommandPosition position, String word, boolean typing) {
    if (position.awaiting().isPresent()) {
      return Role.PLAIN;
    }
    if (word.startsWith("--")) {
      return position.option(word).isPresent() ? Role.OPTION : unknown(typing);
    }
    if (position.subcommand(word).isPresent()) {
      return Role.COMMAND;
    }
    boolean expected = position.arguments() == 0 && !position.command().subcommands().isEmpty();
    return expected && word.matches("[a-z_]+") ? unknown(typing) : Role.PLAIN;
  }

  private static Role unknown(boolean typing) {
    return typing ? Role.PLAIN : Role.UNKNOWN;
  }
}
