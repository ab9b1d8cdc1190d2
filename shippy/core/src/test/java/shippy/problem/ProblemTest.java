package shippy.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import shippy.problem.Problem.Fix;

class ProblemTest {
  private static final Problem BARE = Problem.of(ExitCode.UNAVAILABLE, "no instance found");

  @Test
  void with_methods_add_parts_in_order_and_leave_the_original() {
    Problem full =
        BARE.withFact("one").withFact("two").withLikely("why").withFix("a", "").withFix("b", "B");
    assertThat(full.facts()).containsExactly("one", "two");
    assertThat(full.likely()).contains("why");
    assertThat(full.fixes()).containsExactly(new Fix("a", ""), new Fix("b", "B"));
    assertThat(BARE)
        .isEqualTo(
            new Problem(
                ExitCode.UNAVAILABLE, "no instance found", List.of(), Optional.empty(), List.of()));
  }

  @Test
  void lists_are_copied() {
    List<String> facts = new ArrayList<>(List.of("one"));
    Problem problem = new Problem(ExitCode.FAILED, "x", facts, Optional.empty(), List.of());
    facts.add("two");
    assertThat(problem.facts()).containsExactly("one");
  }

  @Test
  @SuppressWarnings("NullAway") // null is what is tested
  void parts_are_not_null() {
    assertThatNullPointerException().isThrownBy(() -> Problem.of(null, "x")).withMessage("code");
    assertThatNullPointerException()
        .isThrownBy(() -> Problem.of(ExitCode.OK, null))
        .withMessage("what");
    assertThatNullPointerException().isThrownBy(() -> new Fix(null, "")).withMessage("command");
    assertThatNullPointerException().isThrownBy(() -> new Fix("x", null)).withMessage("effect");
  }

  @Test
  void exception_carries_problem_message_and_cause() {
    Exception cause = new Exception("refused");
    ProblemException exception = BARE.toException(cause);
    assertThat(exception).hasMessage("no instance found").hasCause(cause);
    assertThat(exception.problem()).isSameAs(BARE);
    assertThat(BARE.toException()).hasNoCause();
  }

  @Test
  void exit_codes_are_the_documented_numbers() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
        .containsExactly(0, 1, 2, 65, 66, 69, 70, 75, 78, 130);
    assertThat(ExitCode.values()).allSatisfy(code -> assertThat(code.meaning()).isNotBlank());
  }
}
