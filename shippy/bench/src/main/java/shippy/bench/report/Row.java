package shippy.bench.report;

import static java.util.Objects.requireNonNull;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param section the part of the benchmark that measured it
 * @param subject what was done and by whom: {@code 16 callers, warm: shippy run}
 * @param metric what was measured: {@code creates}, {@code p50}
 * @param unit more is better if it is a rate ({@code 1/s}); else less is
 * @param baseline what it is compared with, if anything is
 * @param ratio the figure divided by the baseline's of the same run
 */
public record Row(
    String section,
    @SerializedName("case") String subject,
    String metric,
    double value,
    String unit,
    @Nullable String baseline,
    @Nullable Double ratio) {

  public Row {
    requireNonNull(section, "section");
    requireNonNull(subject, "subject");
    requireNonNull(metric, "metric");
    requireNonNull(unit, "unit");
  }

  /** A figure that is compared with nothing. */
  public static Row of(String section, String subject, String metric, double value, String unit) {
    return new Row(section, subject, metric, value, unit, null, null);
  }

  /** The same figure beside the one of a baseline; alone if that is 0, as of what is too short. */
  public Row against(String name, double baselineValue) {
    if (baselineValue == 0) {
      return this;
    }
    return new Row(section, subject, metric, value, unit, name, value / baselineValue);
  }

  /** What makes it the same row in two reports. */
  String key() {
    return String.join("\t", section, subject, metric, String.valueOf(baseline));
  }

  boolean moreIsBetter() {
    return unit.endsWith("/s");
  }
}
