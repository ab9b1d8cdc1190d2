package shippy.shell.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.shell.SampleCommands;

class CompletionTest {
  private final Completion completion =
      new Completion(
          new SampleCommands().tree().getCommandSpec(),
          (argument, typed) ->
              switch (argument.paramLabel()) {
                case "PORT" -> ports("Hull", "Hamburg", "Oslo");
                case "THING" -> ports("tea", "toys");
                default -> List.of();
              });

  private static List<Choice> ports(String... names) {
    return List.of(names).stream().map(name -> Choice.of(name, "a port", "ports")).toList();
  }

  /** The values offered for the last of the words. */
  private List<String> offered(String... words) {
    List<String> all = List.of(words);
    return completion.of(all.subList(0, all.size() - 1), all.get(all.size() - 1)).stream()
        .map(Choice::value)
        .toList();
  }

  @Test
  void commands_come_first_and_with_their_description() {
    assertThat(offered("")).containsExactly("ship", "fleet", "help", "exit");
    assertThat(completion.of(List.of(), "sh"))
        .containsExactly(Choice.of("ship", "Ship things.", "commands"));
    assertThat(offered("nothing")).isEmpty();
  }

  @Test
  void a_group_has_commands_of_its_own() {
    assertThat(offered("fleet", "")).containsExactly("paint");
    assertThat(offered("help", "s")).containsExactly("ship");
  }

  @Test
  void arguments_are_live() {
    assertThat(offered("ship", "t")).containsExactly("tea", "toys");
    assertThat(offered("ship", "tea", "to")).containsExactly("toys");
  }

  @Test
  void an_enum_offers_its_constants() {
    assertThat(offered("fleet", "paint", "")).containsExactly("RED", "BLUE");
  }

  @Test
  void option_values_are_live_in_both_spellings() {
    assertThat(offered("ship", "--to=H")).containsExactly("--to=Hull", "--to=Hamburg");
    assertThat(offered("ship", "--to", "O")).containsExactly("Oslo");
  }

  @Test
  void a_list_is_completed_behind_its_last_comma() {
    assertThat(offered("ship", "--via=Oslo,H"))
        .containsExactly("--via=Oslo,Hull", "--via=Oslo,Hamburg");
    assertThat(completion.of(List.of("ship"), "--via=Oslo,Hu"))
        .extracting(Choice::shown)
        .containsExactly("Hull");
  }

  @Test
  void options_that_take_a_value_await_it() {
    assertThat(completion.of(List.of("ship"), "--"))
        .contains(
            Choice.start("--to=", "where to", "options"), Choice.of("--fast", "at once", "options"))
        .extracting(Choice::value)
        .contains("--registry=", "--verbose")
        .doesNotContain("--secretly", "--help", "--version", "--registry-address=");
  }

  @Test
  void what_was_given_is_not_offered_again_unless_it_may_be() {
    assertThat(offered("ship", "--to=Hull", "-f", "--via=Oslo", "--"))
        .doesNotContain("--to=", "--fast")
        .contains("--via=");
  }

  @Test
  void values_of_options_are_no_arguments() {
    assertThat(offered("--registry", "mdns", "sh")).containsExactly("ship");
    assertThat(offered("--registry=mdns", "sh")).containsExactly("ship");
  }

  @Test
  void files_are_offered_by_folder(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("dir"));
    Files.writeString(folder.resolve("a b.json"), "");
    Files.writeString(folder.resolve(".hidden"), "");
    Files.writeString(folder.resolve("bad\u001bname"), "");

    assertThat(FileChoices.of(folder + "/"))
        .extracting(Choice::value, Choice::whole)
        .containsExactly(tuple(folder + "/a b.json", true), tuple(folder + "/dir/", false));
    assertThat(FileChoices.of(folder + "/.")).extracting(Choice::shown).containsExactly(".hidden");
    assertThat(FileChoices.of(folder + "/none/x")).isEmpty();
  }
}
