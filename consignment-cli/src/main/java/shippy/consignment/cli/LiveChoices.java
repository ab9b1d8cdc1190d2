package shippy.consignment.cli;

import java.util.Arrays;
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
import picocli.CommandLine.Model.ArgSpec;
import shippy.clock.DaemonThreads;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Status;
import shippy.proto.vessel.Vessel;
import shippy.shell.Choice;
import shippy.shell.Choices;
import shippy.shell.FileChoices;

/**
 * Completes from what the services know, by the label of the argument. What does not come within
 * 0.9 s is not offered. One thread.
 */
final class LiveChoices implements Choices {
  private static final long PATIENCE_MILLIS = 900;
  private static final List<String> REGISTRIES = List.of("mdns", "etcd", "memory");

  private final Session session;
  private final Supplier<List<String>> services;
  private final ExecutorService asking =
      Executors.newCachedThreadPool(DaemonThreads.numbered("shippy-completion"));

  LiveChoices(Session session, Supplier<List<String>> services) {
    this.session = session;
    this.services = services;
  }

  @Override
  public List<Choice> of(ArgSpec argument, String typed) {
    if (argument.userObject() instanceof Setting<?> setting) {
      return values(setting, typed);
    }
    return switch (argument.paramLabel()) {
      case "ID" -> argument.isPositional() ? consignments(argument) : List.of();
      case "VESSEL" -> inTime(this::vessels);
      case "SERVICE" -> words(services.get(), "services");
      case "REGISTRY" -> words(REGISTRIES, "registries");
      case "STATUS" -> words(ListCommand.statusesByName().keySet().stream().toList(), "states");
      case "FILE" -> FileChoices.of(typed);
      default -> List.of();
    };
  }

  private static List<Choice> values(Setting<?> setting, String typed) {
    if (setting.equals(Settings.REGISTRY)) {
      return words(REGISTRIES, "registries");
    }
    return setting.name().endsWith("_file")
        ? FileChoices.of(typed)
        : words(alternatives(setting), "values");
  }

  /** Of a setting that expects one of a few words. */
  private static List<String> alternatives(Setting<?> setting) {
    List<String> words = Arrays.asList(setting.format().expected().split(", | or "));
    boolean closed =
        !accepts(setting, "\u0000") && words.stream().allMatch(w -> accepts(setting, w));
    return closed ? words : List.of();
  }

  private static boolean accepts(Setting<?> setting, String text) {
    try {
      return setting.format().parser().apply(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<Choice> words(List<String> words, String group) {
    return words.stream().map(word -> Choice.of(word, "", group)).toList();
  }

  /** What is cancelled already need not be offered for it. */
  private List<Choice> consignments(ArgSpec argument) {
    boolean cancel = argument.command().userObject() instanceof CancelCommand;
    Status last = cancel ? Status.CONFIRMED : Status.CANCELLED;
    return inTime(() -> consignments(List.copyOf(EnumSet.range(Status.PENDING, last))));
  }

  private List<Choice> consignments(List<Status> wanted) {
    try (Shipping shipping = Shipping.open(session.config(), session)) {
      return shipping.page(wanted, "").getConsignmentsList().stream()
          .map(c -> Choice.of(c.getId(), description(c), "consignments"))
          .toList();
    }
  }

  private static String description(Consignment consignment) {
    String what = consignment.getDescription();
    return "%s%d kg, %s"
        .formatted(
            what.isBlank() ? "" : what + ", ",
            consignment.getWeight(),
            consignment.getStatus().name().toLowerCase(Locale.ROOT));
  }

  private List<Choice> vessels() {
    try (Fleet fleet = Fleet.open(session.config(), session)) {
      return fleet.all().getVesselsList().stream()
          .map(v -> Choice.of(v.getId(), description(v), "vessels"))
          .toList();
    }
  }

  private static String description(Vessel vessel) {
    return "%s, %d kg free"
        .formatted(vessel.getName(), vessel.getMaxWeight() - vessel.getUsedWeight());
  }

  /** A failure is no reason to disturb who is typing: the command itself will report it. */
  private List<Choice> inTime(Supplier<List<Choice>> question) {
    Future<List<Choice>> answer = asking.submit(question::get);
    try {
      return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
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
