package shippy.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KindTest {
  @Test
  void words_are_distinct_and_texts_fit_a_screen() {
    assertThat(Kind.values()).extracting(Kind::word).doesNotHaveDuplicates();
    assertThat(Kind.values())
        .allSatisfy(
            kind -> {
              assertThat(kind.word()).matches("[a-z]+(-[a-z]+)?").hasSizeLessThanOrEqualTo(14);
              assertThat(kind.word() + ": " + kind.meaning()).hasSizeLessThanOrEqualTo(80);
              assertThat("  " + kind.fix()).hasSizeLessThanOrEqualTo(80);
            });
  }

  @Test
  void only_what_is_repaired_is_said_to_be() {
    assertThat(Kind.values())
        .filteredOn(kind -> kind.fix().contains("--repair"))
        .containsExactly(Kind.ORPHAN, Kind.NOT_RELEASED, Kind.NOT_CONFIRMED);
    assertThat(Kind.ORPHAN.fix()).endsWith("--repair --release_unknown");
  }
}
