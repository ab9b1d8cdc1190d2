package shippy.service;

/** Whether others see a node, as far as its owner knows; the names are Curator's. */
enum RegistrationState {
  /** Not registered yet. */
  NEW(false),
  /** The last renewal succeeded. */
  CONNECTED(true),
  /** Renewals fail, but the ttl of the last successful one has not passed: others still see it. */
  SUSPENDED(true),
  /** No renewal has succeeded within the ttl: others no longer see it. */
  LOST(false);

  private final boolean visible;

  RegistrationState(boolean visible) {
    this.visible = visible;
  }

  boolean isVisible() {
    return visible;
  }
}
