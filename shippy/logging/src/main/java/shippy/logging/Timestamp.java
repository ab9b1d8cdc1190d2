package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;

/** Dates in digits; {@code DateTimeFormatter} would cost a short program its locale data. */
final class Timestamp {
  private Timestamp() {}

  static LocalDateTime of(ILoggingEvent event, ZoneId zone) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), zone);
  }

  /** {@code 2026-11-21 12:00:00}, with the separator between date and time. */
  static void append(StringBuilder line, LocalDateTime time, char separator) {
    line.append(time.getYear());
    pair(line.append('-'), time.getMonthValue());
    pair(line.append('-'), time.getDayOfMonth());
    pair(line.append(separator), time.getHour());
    pair(line.append(':'), time.getMinute());
    pair(line.append(':'), time.getSecond());
  }

  /** {@code .007}. */
  static void appendMillis(StringBuilder line, LocalDateTime time) {
    int millis = time.get(ChronoField.MILLI_OF_SECOND);
    line.append('.').append((char) ('0' + millis / 100));
    pair(line, millis % 100);
  }

  private static void pair(StringBuilder line, int number) {
    line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
