package shippy.registry.etcd.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.ConnectTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import shippy.registry.HostPort;

/**
 * One failed call. The innermost cause of a kind counts, because a failed login wraps its own
 * cause.
 */
record FailedAttempt(List<Throwable> causes) {
  private static final Set<Status.Code> WORTH_ANOTHER_TRY =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNKNOWN,
          Status.Code.INTERNAL,
          Status.Code.CANCELLED);

  static FailedAttempt of(Throwable error) {
    return new FailedAttempt(Stream.iterate(error, e -> e != null, Throwable::getCause).toList());
  }

  Throwable error() {
    return causes.get(0);
  }

  /** The innermost cause of a kind. */
  Optional<Throwable> lastCause(Predicate<Throwable> kind) {
    return causes.stream().filter(kind).reduce((outer, inner) -> inner);
  }

  Status status() {
    return lastCause(StatusRuntimeException.class::isInstance)
        .map(cause -> ((StatusRuntimeException) cause).getStatus())
        .orElseGet(this::withoutStatus);
  }

  /** The text of etcd or gRPC. */
  String text() {
    return String.valueOf(status().getDescription()).replace("etcdserver: ", "");
  }

  boolean says(String... parts) {
    return Arrays.stream(parts).anyMatch(text()::contains);
  }

  /** Whether it failed before there was a connection. */
  boolean neverConnected() {
    return lastCause(EtcdCallInterceptor.Place.class::isInstance)
        .map(cause -> ((EtcdCallInterceptor.Place) cause).member() == null)
        .orElse(false);
  }

  boolean isTimeout() {
    return status().getCode() == Status.Code.DEADLINE_EXCEEDED;
  }

  /** Whether the client was closed during the call. */
  boolean isOfReplacedClient() {
    return status().getCode() == Status.Code.UNAVAILABLE && says("Channel shutdown");
  }

  /**
   * For a failed login its cause counts. A member that does not accept a connection will not later.
   */
  boolean isWorthAnotherTry() {
    return WORTH_ANOTHER_TRY.contains(status().getCode())
        && causes.stream().noneMatch(ConnectTimeoutException.class::isInstance);
  }

  /** Whether it failed at this member, if the causes tell. */
  boolean isAt(HostPort member) {
    String byName = member.host() + "/";
    return causes.stream()
        .map(cause -> String.valueOf(cause.getMessage()))
        .filter(text -> text.endsWith(":" + member.port()))
        .anyMatch(text -> text.contains(byName) || text.endsWith("/" + member));
  }

  private Status withoutStatus() {
    return causes.stream().anyMatch(TimeoutException.class::isInstance)
        ? Status.DEADLINE_EXCEEDED
        : Status.UNKNOWN.withDescription(String.valueOf(error().getMessage()));
  }
}
