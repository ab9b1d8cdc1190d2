package shippy.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A number that a part of the process tells when it is asked.
 *
 * @param name in snake case, with its unit, as Prometheus names it; without {@code _total}
 * @param help one sentence
 * @param labels few and known before: never text from outside
 * @param value quick and safe for any thread
 */
public record Instrument(
    String name, String help, Kind kind, Map<String, String> labels, DoubleSupplier value) {
  /** How the number moves. */
  public enum Kind {
    /** It only grows. */
    COUNTER,
    GAUGE
  }

  public Instrument {
    requireNonNull(name, "name");
    requireNonNull(help, "help");
    requireNonNull(kind, "kind");
    labels = Map.copyOf(labels);
    requireNonNull(value, "value");
  }

  /** A number that only grows. */
  public static Instrument counter(
      String name, String help, Map<String, String> labels, DoubleSupplier value) {
    return new Instrument(name, help, Kind.COUNTER, labels, value);
  }

  /** A number that goes up and down. */
  public static Instrument gauge(String name, String help, DoubleSupplier value) {
    return gauge(name, help, Map.of(), value);
  }

  /** The same, told apart from others of its name by labels. */
  public static Instrument gauge(
      String name, String help, Map<String, String> labels, DoubleSupplier value) {
    return new Instrument(name, help, Kind.GAUGE, labels, value);
  }
}
