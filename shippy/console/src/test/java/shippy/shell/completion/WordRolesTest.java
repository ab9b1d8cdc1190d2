package shippy.shell.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.shell.completion.WordRoles.Role.COMMAND;
import static shippy.shell.completion.WordRoles.Role.JSON;
import static shippy.shell.completion.WordRoles.Role.OPTION;
import static shippy.shell.completion.WordRoles.Role.PLAIN;
import static shippy.shell.completion.WordRoles.Role.UNKNOWN;

import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.shell.Line;
import shippy.shell.SampleCommands;

class WordRolesTest {
  private static List<WordRoles.Role> roles(String text) {
    return WordRoles.roles(
        new SampleCommands().tree().getCommandSpec(), Line.parse(text).get(0), text.length());
  }

  @Test
  void known_words_have_a_role() {
    assertThat(roles("ship --to=Hull tea -f ")).containsExactly(COMMAND, OPTION, PLAIN, PLAIN);
    assertThat(roles("ship --to fleet ")).containsExactly(COMMAND, OPTION, PLAIN);
    assertThat(roles("fleet paint RED ")).containsExactly(COMMAND, COMMAND, PLAIN);
    assertThat(roles("ship {\"a\": 1}")).containsExactly(COMMAND, JSON);
  }

  @Test
  void unknown_ones_stand_out_once_they_are_complete() {
    assertThat(roles("shpi ")).containsExactly(UNKNOWN);
    assertThat(roles("shpi")).containsExactly(PLAIN);
    assertThat(roles("ship --ot=1 ")).containsExactly(COMMAND, UNKNOWN);
    assertThat(roles("./file.json ")).containsExactly(PLAIN);
  }
}
