package shippy.stats;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import shippy.proto.debug.Callee;

/**
 * The part of the calls to a service that its caller's balancer gave to one address.
 *
 * @param calls attempts that ended there in an interval
 * @param share of all that reached an instance of that service in the interval, 0 to 1; empty if
 *     there were none
 */
public record CalleeShare(Callee callee, long calls, OptionalDouble share) {
  public CalleeShare {
    requireNonNull(callee, "callee");
    requireNonNull(share, "share");
  }

  /**
   * The shares among these callees of one caller, in the same order.
   *
   * @param calls of the interval
   */
  static List<CalleeShare> among(List<Callee> callees, ToLongFunction<Callee> calls) {
    List<CalleeShare> counted =
        callees.stream()
            .map(one -> new CalleeShare(one, calls.applyAsLong(one), OptionalDouble.empty()))
            .toList();
    Map<String, Long> sums =
        counted.stream()
            .filter(CalleeShare::isInstance)
            .collect(groupingBy(one -> one.callee().getService(), summingLong(CalleeShare::calls)));
    return counted.stream()
        .map(one -> one.of(sums.getOrDefault(one.callee().getService(), 0L)))
        .toList();
  }

  /** Whether it is an instance: attempts that found none are counted without an address. */
  private boolean isInstance() {
    return !callee.getAddress().isEmpty();
  }

  private CalleeShare of(long sum) {
    return isInstance() && sum > 0
        ? new CalleeShare(callee, calls, OptionalDouble.of((double) calls / sum))
        : this;
  }
}
