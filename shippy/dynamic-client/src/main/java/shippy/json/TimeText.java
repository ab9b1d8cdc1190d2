package shippy.json;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points and lengths of time as protobuf's JSON writes them. Days and hours that do not exist are
 * refused: protobuf's own parser takes 30 February for 2 March. Stateless.
 */
final class TimeText {
  private static final Pattern POINT =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(?:Z|([-+])(\\d\\d:\\d\\d))");
  private static final Pattern LENGTH = Pattern.compile("(-?)(\\d{1,12})(?:\\.(\\d{1,9}))?s");
  private static final long FIRST = -62_135_596_800L; // 0001-01-01T00:00:00Z
  private static final long LAST = 253_402_300_799L; // 9999-12-31T23:59:59Z
  private static final long LONGEST = 315_576_000_000L; // 10 000 years

  /** The fields of a message of either kind. */
  record Parts(long seconds, int nanos) {}

  private TimeText() {}

  /** Whether it has the form of one, even of a day that does not exist. */
  static boolean looksLikePoint(String text) {
    return POINT.matcher(text).matches();
  }

  /** RFC 3339, years 1 to 9999. */
  static Optional<Parts> point(String text) {
    Matcher m = POINT.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime local = LocalDateTime.parse(m.group(1));
      long seconds = local.toEpochSecond(ZoneOffset.UTC) - offset(m);
      boolean fits = FIRST <= seconds && seconds <= LAST;
      return fits
          ? Optional.of(new Parts(seconds, local.get(ChronoField.NANO_OF_SECOND)))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty(); // there is no such day or hour
    }
  }

  /** Seconds, at most 10 000 years. */
  static Optional<Parts> length(String text) {
    Matcher m = LENGTH.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int sign = m.group(1).isEmpty() ? 1 : -1;
    long seconds = Long.parseLong(m.group(2));
    int nanos = nanos(m.group(3));
    boolean fits = seconds < LONGEST || (seconds == LONGEST && nanos == 0);
    return fits ? Optional.of(new Parts(sign * seconds, sign * nanos)) : Optional.empty();
  }

  private static int offset(Matcher m) {
    int seconds = m.group(3) == null ? 0 : LocalTime.parse(m.group(3)).toSecondOfDay();
    return "-".equals(m.group(2)) ? -seconds : seconds;
  }

  private static int nanos(String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }
}
