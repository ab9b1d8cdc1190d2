package shippy.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTextTest {
  @Test
  void four_parts_one_line_each_with_effects_aligned() {
    Problem problem =
        Problem.of(ExitCode.UNAVAILABLE, "no instance of vessel found")
            .withFact("seen on this registry: nothing")
            .withLikely("the service is not running")
            .withFix("make run", "start both services")
            .withFix("shippy list services", "see what runs")
            .withFix("read the log", "");
    assertThat(ProblemText.render(problem))
        .isEqualTo(
            """
            error: no instance of vessel found
              seen on this registry: nothing
              likely: the service is not running
              try:    make run               start both services
                      shippy list services   see what runs
                      read the log
            """);
  }

  @Test
  void command_without_effect_does_not_push_the_effects_of_others_away() {
    Problem problem =
        Problem.of(ExitCode.CONFIG, "it is damaged")
            .withFix("cd /a/long/path/to/somewhere", "")
            .withFix("mv it away", "begin empty");
    assertThat(ProblemText.render(problem))
        .endsWith(
            """
              try:    cd /a/long/path/to/somewhere
                      mv it away   begin empty
            """);
  }

  @Test
  void bare_problem_is_one_line() {
    assertThat(ProblemText.render(Problem.of(ExitCode.FAILED, "it failed")))
        .isEqualTo("error: it failed\n");
  }

  @Test
  void hostile_parts_forge_neither_line_nor_escape_and_keep_the_alignment() {
    Problem problem =
        Problem.of(ExitCode.FAILED, "a\nb")
            .withFact("c\r\nd")
            .withLikely("\u001b[31me")
            .withFix("f\u202e\udb40\udc41", "g\u0007")
            .withFix("four", "h");
    assertThat(ProblemText.render(problem))
        .isEqualTo(
            """
            error: a?b
              c??d
              likely: ?[31me
              try:    f??    g?
                      four   h
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\r",
        "\t",
        "\u0000",
        "\u001b",
        "\u007f",
        "\u0085",
        "\u009b",
        "\u00ad",
        "\u200b",
        "\u200e",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ud800",
        "\udc00",
        "\udb40\udc41"
      })
  void unsafe_character_becomes_one_question_mark(String unsafe) {
    assertThat(ProblemText.clean("a" + unsafe + "b")).isEqualTo("a?b");
  }

  @Test
  void other_text_stays_the_same_object() {
    String text = "Grüße, 世界 ⛵ 𝄞 \u00a0 e\u0301";
    assertThat(ProblemText.clean(text)).isSameAs(text);
    assertThat(ProblemText.clean("\n𝄞")).isEqualTo("?𝄞");
    assertThat(ProblemText.clean("")).isEmpty();
  }
}
