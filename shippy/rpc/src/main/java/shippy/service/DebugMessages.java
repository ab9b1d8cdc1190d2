package shippy.service;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Setting;
import shippy.platform.Governance;
import shippy.problem.Problem;
import shippy.proto.debug.Breaker;
import shippy.proto.debug.ConfigResponse;
import shippy.proto.debug.Method;
import shippy.proto.debug.PendingValue;
import shippy.proto.debug.SpanType;
import shippy.proto.debug.StatsResponse;
import shippy.telemetry.Callee;
import shippy.telemetry.Instrument;
import shippy.telemetry.MetricsSnapshot;
import shippy.telemetry.PeerAddress;
import shippy.telemetry.Span;

/**
 * Converts statistics, spans and settings to messages.
 *
 * @param nowNanos the monotonic clock's reading
 * @param epochNanos the time of day at that reading, since 1970
 */
record DebugMessages(long nowNanos, long epochNanos) {
  private static final HexFormat HEX = HexFormat.of();

  /** Spans hold monotonic times, which become times of day in the message only. */
  static DebugMessages on(Clock clock) {
    Instant now = clock.now();
    return new DebugMessages(
        clock.nanoTime(), TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
  }

  shippy.proto.debug.Span span(Span span, String node) {
    shippy.proto.debug.Span.Builder message =
        shippy.proto.debug.Span.newBuilder()
            .setTrace(span.at().trace())
            .setId(HEX.toHexDigits(span.at().span()))
            .setParent(span.parent() == 0 ? "" : HEX.toHexDigits(span.parent()))
            .setName(span.name())
            .setStarted(epochNanos - (nowNanos - span.startedNanos()))
            .setDuration(span.durationNanos())
            .setType(span.attempt().isEmpty() ? SpanType.INBOUND : SpanType.OUTBOUND)
            .putMetadata("status", span.status().name())
            .putMetadata("node", node);
    span.peer().ifPresent(peer -> message.putMetadata("peer", PeerAddress.text(peer)));
    span.attempt()
        .ifPresent(
            attempt ->
                message
                    .putMetadata("service", attempt.service())
                    .putMetadata("attempt", Integer.toString(attempt.number())));
    return message.build();
  }

  static StatsResponse.Builder stats(ProcessStats process, MetricsSnapshot total) {
    return StatsResponse.newBuilder()
        .setMemory(process.memoryBytes())
        .setThreads(process.threads())
        .setGc(process.gcNanos())
        .setRequests(total.requests())
        .setErrors(total.errors())
        .setP50Us(total.p50Micros())
        .setP99Us(total.p99Micros());
  }

  static Method method(String name, MetricsSnapshot counted, List<Instrument> numbers) {
    Method.Builder method = Method.newBuilder();
    for (Instrument number : numbers) {
      if (number.name().equals(Governance.CALLS_REFUSED) && name.equals(label(number, "method"))) {
        method.putRefused(label(number, "reason"), (long) number.value().getAsDouble());
      }
    }
    return method
        .setMethod(name)
        .setRequests(counted.requests())
        .setErrors(counted.errors())
        .setP50Us(counted.p50Micros())
        .setP99Us(counted.p99Micros())
        .build();
  }

  static shippy.proto.debug.Callee callee(Callee callee) {
    MetricsSnapshot counted = callee.counted();
    return shippy.proto.debug.Callee.newBuilder()
        .setService(callee.service())
        .setAddress(callee.address())
        .setRequests(counted.requests())
        .setErrors(counted.errors())
        .setP50Us(counted.p50Micros())
        .setP99Us(counted.p99Micros())
        .build();
  }

  /** By service and method. */
  static List<Breaker> breakers(List<Instrument> numbers) {
    Map<String, Breaker.Builder> breakers = new TreeMap<>();
    for (Instrument number : numbers) {
      boolean dropped = number.name().equals(Governance.BREAKER_DROPPED);
      if (dropped || number.name().equals(Governance.BREAKER_SHARE)) {
        String service = label(number, "service");
        String method = label(number, "method");
        Breaker.Builder breaker =
            breakers
                .computeIfAbsent(service + " " + method, key -> Breaker.newBuilder())
                .setService(service)
                .setMethod(method);
        double value = number.value().getAsDouble();
        var unused = dropped ? breaker.setDropped((long) value) : breaker.setShare(value);
      }
    }
    return breakers.values().stream().map(Breaker.Builder::build).toList();
  }

  private static String label(Instrument number, String name) {
    return number.labels().getOrDefault(name, "");
  }

  /** Without the settings that have no value. */
  static ConfigResponse.Builder config(LiveConfig live) {
    ConfigResponse.Builder message =
        ConfigResponse.newBuilder().setProblem(live.problem().map(Problem::what).orElse(""));
    for (Setting<?> setting : live.settings()) {
      Optional<Config.Origin> now = live.current().origin(setting);
      Optional<Config.Origin> next = live.pending(setting);
      if (now.isPresent() || next.isPresent()) {
        message.addSettings(setting(setting, now, next, live.since(setting)));
      }
    }
    return message;
  }

  private static shippy.proto.debug.Setting setting(
      Setting<?> setting,
      Optional<Config.Origin> now,
      Optional<Config.Origin> next,
      Instant since) {
    shippy.proto.debug.Setting.Builder message =
        shippy.proto.debug.Setting.newBuilder()
            .setName(setting.name())
            .setSinceMs(since.toEpochMilli())
            .setReloadable(setting.reloadable());
    now.ifPresent(
        origin ->
            message
                .setValue(setting.shown(origin.text()))
                .setSource(origin.source())
                .setPlace(origin.place()));
    next.ifPresent(
        origin ->
            message.setPending(
                PendingValue.newBuilder()
                    .setValue(setting.shown(origin.text()))
                    .setPlace(origin.place())));
    return message.build();
  }
}
