package shippy.consignment.cli;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import shippy.clock.DaemonThreads;
import shippy.config.Contexts;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.client.VesselClient;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Status;
import shippy.proto.vessel.Vessel;
import shippy.shell.completion.Choice;
import shippy.shell.completion.Choices;
import shippy.shell.completion.FileChoices;
import shippy.shell.completion.SettingChoices;

/**
 * Completes arguments, known by their label, with data of the services. Data that takes longer than
 * a limit is not offered. One thread.
 */
final class SessionChoices implements Choices {
  static final Duration IN_SHELL = Duration.ofMillis(900);

  private final Session session;
  private final Supplier<List<String>> services;
  private final Duration limit;
  private final ExecutorService asking =
      Executors.newCachedThreadPool(DaemonThreads.numbered("shippy-completion"));

  SessionChoices(Session session, Supplier<List<String>> services, Duration limit) {
    this.session = session;
    this.services = services;
    this.limit = limit;
  }

  @Override
  public List<Choice> of(ArgSpec argument, String typed) {
    if (argument.userObject() instanceof Setting<?> setting) {
      if (setting.equals(Settings.CONTEXT)) {
        return contexts();
      }
      return values(setting, typed);
    }
    return switch (argument.paramLabel()) {
      case "ID" -> argument.isPositional() ? consignments(argument) : List.of();
      case "VESSEL" -> inTime(this::vessels);
      case "SERVICE" -> words(services.get(), "services");
      case "REGISTRY" ->
          Stream.concat(SettingChoices.of(Settings.REGISTRY).stream(), contexts().stream())
              .toList();
      case "STATUS" -> words(states(), "states");
      case "FILE" -> FileChoices.of(typed);
      default -> List.of();
    };
  }

  private static List<Choice> values(Setting<?> setting, String typed) {
    return setting.name().endsWith("_file") ? FileChoices.of(typed) : SettingChoices.of(setting);
  }

  private List<Choice> contexts() {
    return inTime(
        () -> words(List.copyOf(Contexts.read(session.env()).all().keySet()), "contexts"));
  }

  private static List<Choice> words(List<String> words, String group) {
    return words.stream().map(word -> Choice.of(word, "", group)).toList();
  }

  /** For {@code cancel}, without what is cancelled already. */
  private List<Choice> consignments(ArgSpec argument) {
    boolean cancel = argument.command().name().equals("cancel");
    Status last = cancel ? Status.CONFIRMED : Status.CANCELLED;
    return inTime(() -> consignments(List.copyOf(EnumSet.range(Status.PENDING, last))));
  }

  private static List<String> states() {
    return EnumSet.range(Status.PENDING, Status.CANCELLED).stream()
        .map(SessionChoices::word)
        .toList();
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private List<Choice> consignments(List<Status> wanted) {
    return ConsignmentClient.on(session.connection(), session.config()).firstPage(wanted).stream()
        .map(c -> Choice.of(c.getId(), description(c), "consignments"))
        .toList();
  }

  private static String description(Consignment consignment) {
    String what = consignment.getDescription();
    return "%s%d kg, %s"
        .formatted(
            what.isBlank() ? "" : what + ", ",
            consignment.getWeight(),
            word(consignment.getStatus()));
  }

  private List<Choice> vessels() {
    return VesselClient.on(session.connection(), session.config()).all().getVesselsList().stream()
        .map(v -> Choice.of(v.getId(), description(v), "vessels"))
        .toList();
  }

  private static String description(Vessel vessel) {
    return "%s, %d kg free"
        .formatted(vessel.getName(), vessel.getMaxWeight() - vessel.getUsedWeight());
  }

  /** Ignores failures while the user is typing: the command itself will report them. */
  private List<Choice> inTime(Supplier<List<Choice>> question) {
    Future<List<Choice>> answer = asking.submit(question::get);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      answer.cancel(true);
      return List.of();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
