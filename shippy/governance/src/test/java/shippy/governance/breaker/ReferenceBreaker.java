package shippy.governance.breaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * go-zero's breaker again, from its formula: it keeps every call of the window and counts them anew
 * for each decision.
 */
final class ReferenceBreaker {
  private enum End {
    SUCCESS,
    FAILURE,
    DROP
  }

  private record Call(long bucket, End end) {}

  private final SplittableRandom random;
  private final List<Call> calls = new ArrayList<>();
  private long lastPass = -1;

  /** The share with which the latest decision dropped; 0 if it was certain to pass. */
  double share;

  ReferenceBreaker(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean drops(long millis) {
    long present = millis / 250;
    calls.removeIf(call -> call.bucket() <= present - 40);
    long total = calls.size();
    long accepts = calls.stream().filter(call -> call.end() == End.SUCCESS).count();
    double weight = 1.5 - (1.5 - 1.1) * run(present, End.FAILURE, End.SUCCESS) / 40;
    share = (total - 5 - Math.max(weight, 1.1) * accepts) / (total + 1);
    if (share <= 0 || (lastPass >= 0 && millis - lastPass > 1000)) {
      lastPass = share > 0 ? millis : lastPass;
      share = 0;
      return false;
    }
    share = share * (40 - run(present, End.SUCCESS, End.FAILURE)) / 40;
    boolean drops = random.nextDouble() < share;
    if (drops) {
      calls.add(new Call(present, End.DROP));
    } else {
      lastPass = millis;
    }
    return drops;
  }

  void end(long millis, boolean success) {
    calls.add(new Call(millis / 250, success ? End.SUCCESS : End.FAILURE));
  }

  /** How many of the latest buckets have the one and not the other. */
  private int run(long present, End wanted, End other) {
    Set<Long> having = buckets(wanted);
    Set<Long> ending = buckets(other);
    int length = 0;
    for (long bucket = present - 39; bucket <= present; bucket++) {
      if (ending.contains(bucket)) {
        length = 0;
      } else if (having.contains(bucket)) {
        length++;
      }
    }
    return length;
  }

  private Set<Long> buckets(End end) {
    return calls.stream()
        .filter(call -> call.end() == end)
        .map(Call::bucket)
        .collect(Collectors.toSet());
  }
}
