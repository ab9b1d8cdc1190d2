package shippy.shell;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Which words of a line mean something. Stateless. */
final class Palette {
  /** What a word is. */
  enum Role {
    COMMAND,
    OPTION,
    UNKNOWN,
    JSON,
    PLAIN
  }

  private Palette() {}

  /** The role of each word of a line. The one still being typed is not called unknown. */
  static List<Role> roles(CommandSpec root, Line line, int textLength) {
    List<Role> roles = new ArrayList<>();
    Place place = Place.after(root, List.of());
    for (Line.Word word : line.words()) {
      boolean typing = word.end() == textLength;
      roles.add(word.json() ? Role.JSON : role(place, word.text(), typing));
      place = place.then(word.text());
    }
    return roles;
  }

  private static Role role(Place place, String word, boolean typing) {
    if (place.awaiting().isPresent()) {
      return Role.PLAIN;
    }
    if (word.startsWith("--")) {
      return place.option(word).isPresent() ? Role.OPTION : unknown(typing);
    }
    if (place.subcommand(word).isPresent()) {
      return Role.COMMAND;
    }
    boolean expected = place.arguments() == 0 && !place.command().subcommands().isEmpty();
    return expected && word.matches("[a-z_]+") ? unknown(typing) : Role.PLAIN;
  }

  private static Role unknown(boolean typing) {
    return typing ? Role.PLAIN : Role.UNKNOWN;
  }
}
