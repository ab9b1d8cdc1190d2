package shippy.e2e;

import shippy.testkit.Namespace;

/**
 * Two hosts with two cables between them, and a sandbox on each whose programs know the second
 * cable only. Not for several threads.
 */
final class TwoHosts implements AutoCloseable {
  static final String SECOND_CABLE = "back";

  private final Namespace left = Namespace.create();
  private final Namespace right = Namespace.create();
  private final Sandbox onLeft = sandbox("10.2.0.1").on(left);
  private final Sandbox onRight = sandbox("10.2.0.2").on(right);

  TwoHosts() {
    left.link("front", "10.1.0.1", right, "10.1.0.2");
    left.link(SECOND_CABLE, "10.2.0.1", right, "10.2.0.2");
  }

  private static Sandbox sandbox(String address) {
    return Sandbox.bare()
        .with("MICRO_REGISTRY_ADDRESS", address)
        .with("MICRO_SERVER_ADDRESS", address + ":0");
  }

  Namespace left() {
    return left;
  }

  Namespace right() {
    return right;
  }

  /** On the left host, which is 10.1.0.1 and 10.2.0.1. */
  Sandbox onLeft() {
    return onLeft;
  }

  /** On the right host, which is 10.1.0.2 and 10.2.0.2. */
  Sandbox onRight() {
    return onRight;
  }

  /** Lets all packets pass again. */
  void heal() {
    left.heal();
    right.heal();
  }

  @Override
  public void close() throws Exception {
    try (left;
        right;
        onLeft;
        onRight) {
      heal();
    }
  }
}
