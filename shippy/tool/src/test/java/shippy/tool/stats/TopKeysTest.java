package shippy.tool.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.PrimitiveIterator;
import org.junit.jupiter.api.Test;
import shippy.console.output.WatchKeys.Effect;

class TopKeysTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static TopKeys pressed(String typed) throws InterruptedException {
    PrimitiveIterator.OfInt codes = typed.codePoints().iterator();
    TopKeys keys =
        new TopKeys(
            limit -> codes.hasNext() ? OptionalInt.of(codes.nextInt()) : OptionalInt.empty());
    for (int i = 0; i < typed.length(); i++) {
      assertThat(keys.await(SECOND)).isEqualTo(Effect.REDRAW);
    }
    return keys;
  }

  @Test
  void s_sorts_by_the_next_column_and_comes_back() throws InterruptedException {
    assertThat(pressed("").order()).isEqualTo(TopOrder.NODE);
    assertThat(pressed("s").order()).isEqualTo(TopOrder.CALLS);
    assertThat(pressed("sss").help()).isEqualTo("q quit   s sort by (p99)   / filter");
    assertThat(pressed("s".repeat(TopOrder.values().length)).order()).isEqualTo(TopOrder.NODE);
  }

  @Test
  void what_is_typed_after_a_slash_filters_while_it_is_typed() throws InterruptedException {
    TopKeys typing = pressed("/Vexs\u007f\u007fs");
    assertThat(typing.help()).isEqualTo("filter: Ves_   Enter keeps it, Esc clears it");
    assertThat(typing.shows("vessel-1", "127.0.0.1:1")).isTrue();
    assertThat(typing.shows("consignment-1", "127.0.0.1:2")).isFalse();
    assertThat(pressed("/sq\r").help()).isEqualTo("q quit   s sort by (node)   / filter (sq)");
    assertThat(pressed("/sq\u001b").shows("other")).isTrue();
    assertThat(pressed("/sq\r\u001b").shows("other")).isTrue();
  }

  @Test
  void q_quits_and_time_or_another_key_does_nothing() throws InterruptedException {
    assertThat(new TopKeys(limit -> OptionalInt.of('q')).await(SECOND)).isEqualTo(Effect.QUIT);
    assertThat(new TopKeys(limit -> OptionalInt.of('x')).await(SECOND)).isEqualTo(Effect.NONE);
    assertThat(new TopKeys(limit -> OptionalInt.empty()).await(SECOND)).isEqualTo(Effect.NONE);
  }
}
