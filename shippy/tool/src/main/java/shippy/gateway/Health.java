package shippy.gateway;

/** Whether an instance serves, as far as can be seen from here. */
enum Health {
  SERVING("serving"),
  NOT_SERVING("not_serving"),
  /** Registered, and does not answer. */
  UNREACHABLE("unreachable"),
  /** No longer registered. */
  LOST("lost");

  private final String word;

  Health(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
