package shippy.logging.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventBufferTest {
  private final EventBuffer buffer = new EventBuffer(100);

  @Test
  void oldest_events_make_room_and_only_the_first_drop_is_told() {
    for (int i = 0; i < 10; i++) {
      assertThat(buffer.add(event(i))).isFalse();
    }
    assertThat(buffer.add(event(10))).isTrue();
    assertThat(buffer.add(event(11))).isFalse();
    assertThat(buffer.take(100)).hasSize(10).first().isEqualTo(event(2));
    assertThat(buffer.undelivered()).isEqualTo(12);
  }

  @Test
  void what_is_taken_needs_room_until_it_is_delivered() {
    buffer.add(event(0));
    assertThat(buffer.take(100)).hasSize(1);
    for (int i = 1; i < 10; i++) {
      assertThat(buffer.add(event(i))).isFalse();
    }
    assertThat(buffer.add(event(10))).isTrue();
    assertThat(buffer.delivered()).isZero();
    assertThat(buffer.take(100)).first().isEqualTo(event(2));
  }

  @Test
  void drops_are_counted_until_there_is_room_again() {
    for (int i = 0; i < 14; i++) {
      buffer.add(event(i));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(buffer.take(10)).hasSize(1);
      assertThat(buffer.delivered()).isZero();
    }
    buffer.take(10);
    assertThat(buffer.delivered()).isEqualTo(4);
    buffer.take(10);
    assertThat(buffer.delivered()).isZero();
  }

  @Test
  void event_larger_than_a_chunk_goes_alone_and_one_larger_than_the_buffer_goes_lost() {
    buffer.add(new byte[60]);
    assertThat(buffer.take(20)).hasSize(1);
    buffer.delivered();
    assertThat(buffer.add(new byte[101])).isTrue();
    assertThat(buffer.take(20)).isEmpty();
    assertThat(buffer.add(event(1))).isFalse();
    assertThat(buffer.take(20)).hasSize(1);
  }

  @Test
  void closed_buffer_gives_what_is_left_and_then_ends_the_wait() throws InterruptedException {
    buffer.add(event(1));
    buffer.close();
    assertThat(buffer.awaitEvent()).isTrue();
    buffer.take(100);
    assertThat(buffer.awaitEvent()).isFalse();
  }

  private static byte[] event(int number) {
    byte[] event = new byte[10];
    event[0] = (byte) number;
    return event;
  }
}
