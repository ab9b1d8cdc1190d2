package shippy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.shell.Palette.Role.COMMAND;
import static shippy.shell.Palette.Role.JSON;
import static shippy.shell.Palette.Role.OPTION;
import static shippy.shell.Palette.Role.PLAIN;
import static shippy.shell.Palette.Role.UNKNOWN;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteTest {
  private static List<Palette.Role> roles(String text) {
    return Palette.roles(
        new Sample().tree().getCommandSpec(), Line.parse(text).get(0), text.length());
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
