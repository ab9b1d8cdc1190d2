package shippy.service;

/** What others see of a node, as far as its owner can know; the names are Curator's. */
enum RegistrationState {
  /** Nobody sees it yet. */
  NEW(false),
  /** The last renewal succeeded. */
  CONNECTED(true),
  /** Renewals fail, but the ttl of the last successful one has not passed: others still see it. */
  SUSPENDED(true),
  /** No renewal succeeded: others see it no longer. */
  LOST(false);

  private final boolean visible;

  RegistrationState(boolean visible) {
    this.visible = visible;
  }

  boolean isVisible() {
    return visible;
  }
}
