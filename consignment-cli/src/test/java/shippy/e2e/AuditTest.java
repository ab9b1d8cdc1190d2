package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.e2e.History.Kind;
import shippy.e2e.StoredState.Amount;
import shippy.e2e.StoredState.Hold;
import shippy.e2e.StoredState.Row;
import shippy.e2e.StoredState.VesselLoad;

/** The checks find what they are for: each begins with a sound history and spoils one thing. */
class AuditTest {
  private final History history = new History(new ManualClock(Instant.EPOCH));
  private final List<Row> rows = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();
  private final List<VesselLoad> loads = new ArrayList<>();

  AuditTest() {
    told("kept", Kind.ACKNOWLEDGED);
    told("full", Kind.REFUSED);
    told("gone", Kind.ACKNOWLEDGED, Kind.CANCEL, Kind.UNKNOWN, Kind.CANCELLED);
    rows.add(new Row("kept", "CONFIRMED", "v1"));
    rows.add(new Row("full", "ABORTED", ""));
    rows.add(new Row("gone", "CANCELLED", "v1"));
    holds.add(new Hold("kept", "v1", 2, 500, true));
    loads.add(load(new Amount(2, 500), new Amount(2, 500)));
  }

  private void told(String id, Kind... kinds) {
    history.asked(new Order(id, 2, 500));
    for (Kind kind : kinds) {
      history.note(id, kind, "text");
    }
  }

  private static VesselLoad load(Amount used, Amount held) {
    return new VesselLoad("v1", new Amount(3, 600), used, held);
  }

  private Audit audit() {
    return new Audit(history, new StoredState(rows, holds, loads));
  }

  @Test
  void sound_history_has_no_findings() {
    assertThat(audit().lost()).isEmpty();
    assertThat(audit().oversold()).isEmpty();
    assertThat(audit().duplicates()).isEmpty();
    assertThat(audit().orphans()).isEmpty();
  }

  @Test
  void acknowledged_consignment_that_is_not_stored_is_lost() {
    rows.remove(0);
    assertThat(audit().lost()).containsExactly("kept is MISSING after [CREATE, ACKNOWLEDGED]");
  }

  @Test
  void acknowledged_consignment_that_was_aborted_is_lost() {
    rows.set(0, new Row("kept", "ABORTED", ""));
    assertThat(audit().lost()).containsExactly("kept is ABORTED after [CREATE, ACKNOWLEDGED]");
  }

  @Test
  void refused_consignment_that_is_carried_is_not_what_was_said() {
    rows.set(1, new Row("full", "CONFIRMED", "v1"));
    assertThat(audit().lost()).containsExactly("full is CONFIRMED after [CREATE, REFUSED]");
  }

  @Test
  void cancelled_consignment_that_came_back_is_not_what_was_said() {
    rows.set(2, new Row("gone", "CONFIRMED", "v1"));
    assertThat(audit().lost())
        .containsExactly(
            "gone is CONFIRMED after [CREATE, ACKNOWLEDGED, CANCEL, CANCELLED, UNKNOWN]");
  }

  @Test
  void unanswered_cancel_may_have_happened_or_not_but_not_aborted_it() {
    told("open", Kind.ACKNOWLEDGED, Kind.CANCEL, Kind.UNKNOWN);
    rows.add(new Row("open", "CANCELLED", "v1"));
    assertThat(audit().lost()).isEmpty();
    rows.set(3, new Row("open", "ABORTED", ""));
    assertThat(audit().lost()).hasSize(1);
  }

  @Test
  void unanswered_order_may_be_anything_but_undecided() {
    told("open", Kind.UNKNOWN);
    assertThat(audit().lost()).isEmpty();
    rows.add(new Row("open", "PENDING", ""));
    assertThat(audit().lost()).containsExactly("open is PENDING after [CREATE, UNKNOWN]");
  }

  @Test
  void contradiction_is_a_loss() {
    history.note("kept", Kind.CONTRADICTED, "NOT_FOUND: kept");
    assertThat(audit().lost()).containsExactly("kept was answered NOT_FOUND: kept");
  }

  @Test
  void vessel_that_carries_more_than_it_can_is_oversold() {
    loads.set(0, load(new Amount(4, 500), new Amount(4, 500)));
    assertThat(audit().oversold()).singleElement().asString().startsWith("v1 carries ");
    loads.set(0, load(new Amount(2, 601), new Amount(2, 601)));
    assertThat(audit().oversold()).singleElement().asString().startsWith("v1 carries ");
  }

  @Test
  void vessel_that_counts_other_than_it_carries_is_found() {
    loads.set(0, load(new Amount(2, 500), new Amount(2, 499)));
    assertThat(audit().oversold()).singleElement().asString().startsWith("v1 counts ");
  }

  @Test
  void second_row_and_row_that_nobody_ordered_are_duplicates() {
    rows.add(rows.get(0));
    rows.add(new Row("stray", "ABORTED", ""));
    assertThat(audit().duplicates())
        .containsExactly("kept has several rows", "stray was ordered by nobody");
  }

  @Test
  void different_answers_for_one_id_are_duplicates() {
    history.note("kept", Kind.ACKNOWLEDGED, "text");
    assertThat(audit().duplicates()).isEmpty();
    history.note("kept", Kind.ACKNOWLEDGED, "other");
    assertThat(audit().duplicates())
        .containsExactly("kept was answered [ACKNOWLEDGED other, ACKNOWLEDGED text]");
  }

  @Test
  void capacity_held_for_nothing_is_an_orphan() {
    holds.add(new Hold("full", "v1", 2, 500, false));
    assertThat(audit().orphans()).singleElement().asString().endsWith("(expected: null)");
    holds.set(1, new Hold("stranger", "v1", 2, 500, true));
    assertThat(audit().orphans()).singleElement().asString().startsWith("stranger holds ");
  }

  @Test
  void confirmed_consignment_without_its_capacity_is_found() {
    holds.clear();
    assertThat(audit().orphans()).singleElement().asString().startsWith("kept holds null ");
  }

  @Test
  void capacity_on_another_vessel_or_of_another_amount_or_not_final_is_found() {
    for (Hold other :
        List.of(
            new Hold("kept", "v2", 2, 500, true),
            new Hold("kept", "v1", 3, 500, true),
            new Hold("kept", "v1", 2, 499, true),
            new Hold("kept", "v1", 2, 500, false))) {
      holds.set(0, other);
      assertThat(audit().orphans()).as("%s", other).hasSize(1);
    }
  }
}
