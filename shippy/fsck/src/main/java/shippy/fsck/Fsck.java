package shippy.fsck;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import shippy.client.Client;
import shippy.clock.Clock;

/**
 * Compares the books of the two services of a system that may be at work. Reading two services is
 * no snapshot, so a mismatch counts only if every pass finds it; there are at least two. One
 * thread, which blocks.
 */
public final class Fsck {
  private static final Duration BETWEEN_PASSES = Duration.ofSeconds(1);

  private final ServiceClients services;
  private final Clock clock;
  private final Options options;

  /**
   * What to do.
   *
   * @param repair repair what is safe to
   * @param releaseUnknown release reservations of unknown consignments too; only with {@code
   *     repair}
   * @param patience how long to look again while something does not fit
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
    ServiceClients services =
        new ServiceClients(
            client.channel(ServiceClients.CONSIGNMENT), client.channel(ServiceClients.VESSEL));
    return new Fsck(services, Clock.system(), requireNonNull(options, "options"));
  }

  /**
   * Reads, compares, and repairs if asked to; then what is left is looked at once more.
   *
   * @throws shippy.problem.ProblemException if a service does not answer
   */
  public FsckReport run() {
    Supplier<Duration> elapsed = clock.stopwatch();
    StoredState reading = services.read();
    NavigableSet<Mismatch> suspects = Comparison.of(reading);
    for (boolean first = true; !suspects.isEmpty() && (first || inTime(elapsed)); first = false) {
      pause();
      reading = services.read();
      suspects = foundAgain(suspects, reading);
    }
    List<Repair.Done> repaired =
        options.repair() ? new Repair(services, options.releaseUnknown()).of(suspects) : List.of();
    if (!repaired.isEmpty()) {
      reading = services.read();
      suspects = foundAgain(suspects, reading);
    }
    return FsckReport.of(reading, suspects, repaired);
  }

  /** The suspects that are in the new reading too, with what is found now. */
  private static NavigableSet<Mismatch> foundAgain(
      NavigableSet<Mismatch> suspects, StoredState reading) {
    NavigableSet<Mismatch> again = new TreeSet<>(Mismatch.IDENTITY);
    Comparison.of(reading).stream().filter(suspects::contains).forEach(again::add);
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
