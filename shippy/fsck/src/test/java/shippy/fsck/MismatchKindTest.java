package shippy.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MismatchKindTest {
  @Test
  void words_are_distinct_and_texts_fit_a_screen() {
    assertThat(MismatchKind.values()).extracting(MismatchKind::word).doesNotHaveDuplicates();
    assertThat(MismatchKind.values())
        .allSatisfy(
            kind -> {
              assertThat(kind.word()).matches("[a-z]+(-[a-z]+)?").hasSizeLessThanOrEqualTo(14);
              assertThat(kind.word() + ": " + kind.meaning()).hasSizeLessThanOrEqualTo(80);
              assertThat("  " + kind.fix()).hasSizeLessThanOrEqualTo(80);
            });
  }

  @Test
  void only_what_is_repaired_is_said_to_be() {
    assertThat(MismatchKind.values())
        .filteredOn(kind -> kind.fix().contains("--repair"))
        .containsExactly(
            MismatchKind.ORPHAN, MismatchKind.NOT_RELEASED, MismatchKind.NOT_CONFIRMED);
    assertThat(MismatchKind.ORPHAN.fix()).endsWith("--repair --release_unknown");
  }
}
