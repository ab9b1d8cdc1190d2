package shippy.fsck;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.proto.consignment.Status;

/**
 * Compares the data of the two services while they may be at work. Two services cannot be read at
 * one instant, so a mismatch counts only if every pass finds it; there are at least two passes.
 * Blocks; for one thread.
 */
public final class Fsck {
  private static final Duration BETWEEN_PASSES = Duration.ofSeconds(1);

  private final ServiceClients services;
  private final Clock clock;
  private final Options options;

  /**
   * What to do.
   *
   * @param repair whether to repair what is safe to repair
   * @param releaseUnknown whether to release reservations of unknown consignments; only with {@code
   *     repair}
   * @param patience how long to repeat the passes while there are mismatches
   */
  public record Options(boolean repair, boolean releaseUnknown, Duration patience) {
    public Options {
      requireNonNull(patience, "patience");
      if (releaseUnknown && !repair) {
        throw new IllegalArgumentException("releaseUnknown: true (expected: only with repair)");
      }
    }
  }

  Fsck(ServiceClients services, Clock clock, Options options) {
    this.services = services;
    this.clock = clock;
    this.options = options;
  }

  /** A check of the services that the client finds by their names. */
  public static Fsck of(Client client, Options options) {
    return new Fsck(ServiceClients.of(client), Clock.system(), requireNonNull(options, "options"));
  }

  /**
   * The ids of all consignments that a vessel carries.
   *
   * @throws shippy.problem.ProblemException if the service does not answer
   */
  public static Set<String> confirmed(Client client) {
    return ServiceClients.of(client).consignments().stream()
        .filter(consignment -> consignment.status() == Status.CONFIRMED)
        .map(ConsignmentEntry::id)
        .collect(Collectors.toSet());
  }

  /**
   * Reads and compares; repairs if asked to, and then reads once more.
   *
   * @throws shippy.problem.ProblemException if a service does not answer
   */
  public FsckReport run() {
    Supplier<Duration> elapsed = clock.stopwatch();
    StoredState reading = services.read();
    NavigableSet<Mismatch> mismatches = Comparison.of(reading);
    for (boolean first = true; !mismatches.isEmpty() && (first || inTime(elapsed)); first = false) {
      pause();
      reading = services.read();
      mismatches = foundAgain(mismatches, reading);
    }
    List<Repair.Done> repaired =
        options.repair()
            ? new Repair(services, options.releaseUnknown()).of(mismatches)
            : List.of();
    if (!repaired.isEmpty()) {
      reading = services.read();
      mismatches = foundAgain(mismatches, reading);
    }
    return FsckReport.of(reading, mismatches, repaired);
  }

  /** The mismatches that the new reading has too, with its details. */
  private static NavigableSet<Mismatch> foundAgain(
      NavigableSet<Mismatch> mismatches, StoredState reading) {
    NavigableSet<Mismatch> again = new TreeSet<>(Mismatch.IDENTITY);
    Comparison.of(reading).stream().filter(mismatches::contains).forEach(again::add);
    return again;
  }

  private boolean inTime(Supplier<Duration> elapsed) {
    return elapsed.get().compareTo(options.patience()) < 0;
  }

  private void pause() {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Duration time =
        options.patience().compareTo(BETWEEN_PASSES) < 0 ? options.patience() : BETWEEN_PASSES;
    clock.schedule(time, () -> over.complete(null));
    over.join();
  }
}
