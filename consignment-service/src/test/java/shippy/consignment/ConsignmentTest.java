package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.consignment.Consignment.State;
import shippy.service.PageRequest;

class ConsignmentTest {
  private static final ConsignmentContent CONTENT =
      new ConsignmentContent("d", 5, List.of(new Container("i", "c", "o", "u")));

  @Test
  void time_of_creation_is_what_every_store_can_keep() {
    Consignment made =
        Consignment.pending("c", CONTENT, Instant.parse("2026-11-21T12:00:00.123456789Z"));
    assertThat(made.createdAt()).isEqualTo("2026-11-21T12:00:00.123456Z");
  }

  @Test
  void vessel_and_refusal_belong_to_their_states() {
    assertThatThrownBy(
            () ->
                new Consignment(
                    "c", CONTENT, Instant.EPOCH, State.PENDING, Optional.of("v"), Optional.empty()))
        .hasMessageStartingWith("consignment: PENDING with vessel Optional[v]");
    assertThatThrownBy(
            () ->
                new Consignment(
                    "c", CONTENT, Instant.EPOCH, State.ABORTED, Optional.empty(), Optional.empty()))
        .hasMessageStartingWith("consignment: ABORTED");
  }

  @Test
  void cancelled_consignment_keeps_the_vessel_it_was_on() {
    Consignment pending = Consignment.pending("c", CONTENT, Instant.EPOCH);
    assertThat(pending.cancelled().vesselId()).isEmpty();
    assertThat(pending.confirmed("v").cancelled().vesselId()).contains("v");
    assertThat(pending.confirmed("v").cancelled().state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void position_survives_its_token() {
    ListPosition position = new ListPosition(Instant.parse("1969-12-31T23:59:59.999999Z"), "a:b|c");
    PageRequest next = new PageRequest(0, PageRequest.token(position.key()));
    assertThat(next.after(ListPosition::parse)).contains(position);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!",
        "x",
        "MTIz",
        "MTIzIA",
        "eCB5",
        "MTIgMTMgMTQ",
        "\u001b[2J",
        "OTk5OTk5OTk5OTk5OTk5OTk5OTkgYQ"
      })
  void token_that_is_none_of_ours_is_refused(String token) {
    PageRequest next = new PageRequest(0, token);
    assertThatThrownBy(() -> next.after(ListPosition::parse))
        .hasMessageStartingWith("INVALID_ARGUMENT: page_token: \"")
        .hasMessageEndingWith("\" (expected: next_page_token of the page before)");
  }
}
