package shippy.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KINDS = List.of("mdns", "etcd", "memory");

  @ParameterizedTest
  @CsvSource({"mnds,mdns", "ETCD,etcd", "ectd,etcd", "etc,etcd", "memroy,memory", "mdnss,mdns"})
  void near_word_is_found(String typed, String meant) {
    assertThat(Suggestion.nearest(typed, KINDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"consul", "zookeeper", "''", "m"})
  void far_word_is_not(String typed) {
    assertThat(Suggestion.nearest(typed, KINDS)).isEmpty();
  }

  @Test
  void first_of_equals_in_the_alphabet_wins() {
    assertThat(Suggestion.nearest("cat", List.of("rat", "bat", "hat"))).contains("bat");
  }

  @Test
  void no_candidates_or_endless_text_give_nothing() {
    assertThat(Suggestion.nearest("mdns", List.of())).isEmpty();
    assertThat(Suggestion.nearest("x".repeat(101), List.of("x".repeat(101)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'','',0", "abc,abc,0", "abc,'',3", "abc,acb,1", "ca,abc,3", "kitten,sitting,3"})
  void distance_is_optimal_string_alignment(String a, String b, int expected) {
    assertThat(Suggestion.distance(a, b)).isEqualTo(expected);
    assertThat(Suggestion.distance(b, a)).isEqualTo(expected);
  }
}
