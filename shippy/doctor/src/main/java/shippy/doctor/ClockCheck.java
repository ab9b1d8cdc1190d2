package shippy.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.etcd.EtcdStatus;

/**
 * Compares this machine's clock with etcd's, which tells its time to the second in the {@code Date}
 * of an HTTP answer. Services do not tell the time; those on this machine share its clock.
 */
record ClockCheck(Config config, Clock clock) implements Check {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** One second that {@code Date} cuts off, and one for the network. */
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  @Override
  public String subject() {
    return "clock";
  }

  @Override
  public List<Finding> look() {
    return EtcdStatus.addresses(config).stream()
        .flatMap(address -> skew(address).map(skew -> judge(address, skew)).stream())
        .findFirst()
        .stream()
        .toList();
  }

  private Finding judge(HostPort address, Duration skew) {
    if (skew.abs().compareTo(TOLERATED) <= 0) {
      return pass(
          "within %d s of the clock of %s".formatted(TOLERATED.toSeconds(), address.host()));
    }
    String detail =
        "%d s %s that of %s: times in logs and records do not compare"
            .formatted(
                skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of", address.host());
    return warn(
        detail,
        new Problem.Fix("timedatectl set-ntp true", "on both, so that NTP sets their clocks"));
  }

  /** How far ahead this clock is; empty if etcd does not tell the time, as over TLS. */
  private Optional<Duration> skew(HostPort address) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/version")).timeout(LIMIT).build();
    try {
      Optional<String> date =
          HttpClient.newBuilder()
              .connectTimeout(LIMIT)
              .proxy(HttpClient.Builder.NO_PROXY)
              .build()
              .send(request, BodyHandlers.discarding())
              .headers()
              .firstValue("Date");
      return date.map(
          text ->
              Duration.between(
                  Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)), clock.now()));
    } catch (IOException | DateTimeException e) {
      LoggerFactory.getLogger(ClockCheck.class).debug("{} does not tell the time", address, e);
      return Optional.empty();
    } catch (InterruptedException e) {
      throw Problem.interrupted("comparing clocks", e);
    }
  }
}
