package shippy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeaderTest {
  private static final String FIRST = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";
  private static final String SECOND = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-";

  private final TraceHeader header = new TraceHeader();

  private static Metadata headers(String text) {
    Metadata headers = new Metadata();
    headers.put(TraceHeader.KEY, text);
    return headers;
  }

  private String passedOn(String text) {
    Metadata headers = headers("there before");
    header.write(header.read(headers(text)).orElseThrow(), headers);
    assertThat(headers.getAll(TraceHeader.KEY)).hasSize(1);
    return headers.get(TraceHeader.KEY);
  }

  @Test
  void places_are_told_apart_in_any_order() {
    List<String> texts = List.of(FIRST + "00", FIRST + "01", SECOND + "00", SECOND + "01");
    for (int i = 0; i < 32; i++) {
      String text = texts.get(i * i % 7 % texts.size());
      assertThat(passedOn(text)).isEqualTo(text);
      assertThat(passedOn(text)).isEqualTo(text);
    }
  }

  @Test
  void nothing_is_read_from_nothing() {
    assertThat(header.read(new Metadata())).isEmpty();
    assertThat(header.read(headers(""))).isEmpty();
    assertThat(passedOn(FIRST + "00")).isEqualTo(FIRST + "00");
    assertThat(header.read(new Metadata())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02"
      })
  void what_others_may_say_besides_is_never_passed_on(String text) {
    assertThat(passedOn(text)).isEqualTo(FIRST + "00");
    assertThat(passedOn(text)).isEqualTo(FIRST + "00");
  }
}
