package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

class ShortServiceNameTest {
  private static final List<String> SERVICES =
      List.of("shop.vessel", "shippy.service.consignment", "shippy.service.vessel", "vessel.log");

  @Test
  void the_end_after_a_dot_stands_for_the_only_name_that_ends_so() {
    assertThat(meant("consignment")).isEqualTo("shippy.service.consignment");
    assertThat(meant("service.vessel")).isEqualTo("shippy.service.vessel");
    assertThat(meant("log")).isEqualTo("vessel.log");
    assertThat(meant("essel")).isEqualTo("essel");
    assertThat(meant("vessel.")).isEqualTo("vessel.");
    assertThat(meant("")).isEmpty();
  }

  @Test
  void a_full_name_is_itself_even_if_others_end_so() {
    assertThat(new ShortServiceName("vessel").among(List.of("a.vessel", "vessel", "b.vessel")))
        .isEqualTo("vessel");
  }

  @Test
  void one_that_several_names_end_with_is_an_error_that_lists_them() {
    assertThatThrownBy(() -> meant("vessel"))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "\"vessel\" is the end of 2 names of services"
                + " (expected: one of shop.vessel, shippy.service.vessel)")
        .extracting(e -> ((ProblemException) e).problem().code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_full_name_with_a_dot_costs_no_question_for_all_services() {
    Registry registry = new InMemoryRegistry(Clock.system());
    registry.close(); // it answers nothing
    assertThat(resolved("shippy.service.vessel", registry)).isEqualTo("shippy.service.vessel");
  }

  @Test
  void a_short_name_is_looked_up_by_its_full_name() {
    try (Registry registry = new InMemoryRegistry(Clock.system())) {
      for (String name : SERVICES) {
        registry.register(Node.of(name, name + "-1", "h:1"), Duration.ofHours(1));
      }
      assertThat(resolved("consignment", registry)).isEqualTo("shippy.service.consignment");
      assertThat(resolved("service.vessel", registry)).isEqualTo("shippy.service.vessel");
      assertThatThrownBy(() -> resolved("no.such", registry)).hasMessage("no no.such");
      assertThatThrownBy(() -> resolved("nothing", registry)).hasMessage("no nothing");
    }
  }

  @Test
  void a_registry_that_cannot_list_is_asked_for_what_is_typed() {
    String asked = new ShortServiceName("vessel").resolve(new Unlisted(), name -> name);
    assertThat(asked).isEqualTo("vessel");
  }

  private static final class Unlisted implements Discovery {
    @Override
    public Watch watch(String service, Consumer<Snapshot> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Node> nodes(String service) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> services() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean canList() {
      return false;
    }
  }

  private static String resolved(String typed, Registry registry) {
    return new ShortServiceName(typed)
        .resolve(
            registry,
            name -> {
              if (!SERVICES.contains(name)) {
                throw Problem.of(ExitCode.UNAVAILABLE, "no " + name).toException();
              }
              return name;
            });
  }

  private static String meant(String typed) {
    return new ShortServiceName(typed).among(SERVICES);
  }
}
