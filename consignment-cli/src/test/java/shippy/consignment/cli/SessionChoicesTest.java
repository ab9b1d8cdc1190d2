package shippy.consignment.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import shippy.clock.Clock;
import shippy.clock.TimeOrderedIds;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Status;
import shippy.shell.completion.Choice;

class SessionChoicesTest {
  private final FakeService service = new FakeService();
  private final Session session = Cli.session(Map.of(), "--registry=memory", service.address());
  private final SessionChoices choices =
      new SessionChoices(session, () -> List.of("freight", "vessel"), SessionChoices.IN_SHELL);

  SessionChoicesTest() throws IOException {}

  @AfterEach
  void close() {
    session.close();
    service.close();
  }

  private CommandSpec command(String name) {
    CommandLine tree = new SessionCommands(session, TimeOrderedIds.on(Clock.system())).tree();
    return requireNonNull(tree.getSubcommands().get(name)).getCommandSpec();
  }

  private List<String> positional(String command) {
    return values(choices.of(command(command).positionalParameters().get(0), ""));
  }

  private List<String> option(String command, String name) {
    return values(choices.of(command(command).findOption(name), ""));
  }

  private static List<String> values(List<Choice> offered) {
    return offered.stream().map(Choice::value).toList();
  }

  private void stored(String id, Status status) {
    service.store(Consignment.newBuilder().setId(id).setWeight(7).setStatus(status).build());
  }

  @Test
  void ids_are_those_of_the_service_and_what_is_cancelled_is_not_offered_to_cancel() {
    stored("a", Status.CONFIRMED);
    stored("b", Status.CANCELLED);
    assertThat(positional("get")).containsExactly("a", "b");
    assertThat(positional("cancel")).containsExactly("a");
    assertThat(choices.of(command("get").positionalParameters().get(0), ""))
        .first()
        .isEqualTo(Choice.of("a", "7 kg, confirmed", "consignments"));
  }

  @Test
  void a_service_that_fails_offers_nothing() {
    stored("a", Status.CONFIRMED);
    service.failListWith(io.grpc.Status.INTERNAL);
    assertThat(positional("get")).isEmpty();
  }

  @Test
  void names_of_services_are_those_that_were_seen() {
    assertThat(positional("services")).containsExactly("freight", "vessel");
  }

  @Test
  void settings_offer_their_words() {
    assertThat(option("list", "--registry"))
        .containsExactly("mdns", "etcd", "kubernetes", "dns", "memory");
    assertThat(option("list", "--output"))
        .containsExactly("table", "json", "yaml", "jsonl", "name");
    assertThat(option("list", "--status")).contains("confirmed", "cancelled");
    assertThat(option("list", "--client_request_timeout")).isEmpty();
  }
}
