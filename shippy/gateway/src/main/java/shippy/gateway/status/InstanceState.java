package shippy.gateway.status;

/** Whether an instance serves, as far as can be seen from here. */
public enum InstanceState {
  SERVING("serving"),
  NOT_SERVING("not_serving"),
  /** Registered, and does not answer. */
  UNREACHABLE("unreachable"),
  /** No longer registered, and did not answer before. */
  LOST("lost"),
  /** No longer registered, by its own will: it answered until then. */
  STOPPED("stopped");

  private final String word;

  InstanceState(String word) {
    this.word = word;
  }

  boolean isGone() {
    return this == LOST || this == STOPPED;
  }

  String word() {
    return word;
  }
}
