package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.consignment.cli.Cli.Result;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.Status;
import shippy.proto.vessel.Vessel;

/** Ids by their beginnings. */
class ShortIdsTest {
  private final FakeService service;

  ShortIdsTest() throws IOException {
    service = new FakeService();
    store("0193-aaa-1", Status.CONFIRMED);
    store("0193-aab-2", Status.CONFIRMED);
    store("0193", Status.CONFIRMED);
    store("0194-x", Status.ABORTED);
    store("0195-x", Status.CONFIRMED);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void a_beginning_that_only_one_has_is_its_id() {
    assertThat(got("0193-aab")).isEqualTo("0193-aab-2\n");
    assertThat(got("0194")).as("of another status").isEqualTo("0194-x\n");
    assertThat(got("01…b-2")).as("as a narrow table shows it").isEqualTo("0193-aab-2\n");
    assertThat(cancel("0195").out()).startsWith("Cancelled: 0195-x\nID ");
    assertThat(got("0195")).isEqualTo("0195-x\n");
  }

  @Test
  void a_full_id_is_itself_and_costs_no_list() {
    assertThat(got("0193")).isEqualTo("0193\n");
    assertThat(cancel("0193").out()).startsWith("Cancelled: 0193\n");
    assertThat(service.listings()).isZero();
  }

  @Test
  void one_that_several_have_cancels_none_and_lists_them() {
    for (String verb : List.of("get", "cancel")) {
      Result result = new Cli().run(verb, "0193-", service.address());
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .isEqualTo(
              "error: \"0193-\" stands for 2 ids" + " (expected: one of 0193-aaa-1, 0193-aab-2)\n");
    }
    assertThat(new Cli().run("list", "--status=cancelled", "-oname", service.address()).out())
        .isEmpty();
  }

  @Test
  void one_that_none_has_is_unknown_as_before() {
    for (String id : List.of("02", "01…z")) {
      Result result = cancel(id);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).startsWith("error: no consignment " + id + "\n");
    }
  }

  @Test
  void vessels_have_short_ids_too() throws IOException {
    try (FakeFleet fleet = new FakeFleet()) {
      fleet.store(Vessel.newBuilder().setId("vessel001").build());
      fleet.store(Vessel.newBuilder().setId("vessel002").build());
      fleet.store(Vessel.newBuilder().setId("tug").build());
      assertThat(new Cli().run(fleet.called("vessels", "t", "-oname")).out()).isEqualTo("tug\n");
      Result several = new Cli().run(fleet.called("vessels", "vess"));
      assertThat(several.code()).isEqualTo(2);
      assertThat(several.err()).contains("stands for 2 ids", "vessel001, vessel002");
    }
  }

  private String got(String id) {
    Result result = new Cli().run("get", id, "-oname", service.address());
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private Result cancel(String id) {
    return new Cli().run("cancel", id, service.address());
  }

  private void store(String id, Status status) {
    service.store(
        Consignment.newBuilder()
            .setId(id)
            .setWeight(1)
            .addContainers(Container.getDefaultInstance())
            .setStatus(status)
            .build());
  }
}
