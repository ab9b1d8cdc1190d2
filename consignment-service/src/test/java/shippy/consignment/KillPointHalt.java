package shippy.consignment;

import java.util.concurrent.CompletableFuture;

/**
 * The point at which this process goes no further with the consignment whose id is the word of that
 * point. Says so on standard output when it is reached.
 *
 * @param word of the point; none if it is empty
 */
record KillPointHalt(String word) {
  static final String VARIABLE = "KILL_POINT";

  /** Does not return if this is the point. */
  void reach(KillPoint here, String id) {
    hold(here, id, CompletableFuture.completedFuture(id)).join();
  }

  /** The future, or one that is never completed if this is the point. */
  <T> CompletableFuture<T> hold(KillPoint here, String id, CompletableFuture<T> future) {
    return is(here, id) ? new CompletableFuture<>() : future;
  }

  /** Whether this is the point, which is said. */
  boolean is(KillPoint here, String id) {
    boolean reached = here.word().equals(word) && id.equals(word);
    if (reached) {
      System.out.println("kill point " + word);
    }
    return reached;
  }
}
