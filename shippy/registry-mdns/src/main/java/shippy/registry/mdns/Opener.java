package shippy.registry.mdns;

import java.io.IOException;

/** Makes the responder of a registry; tests have their own. */
@FunctionalInterface
interface Opener {
  /**
   * A new responder.
   *
   * @param broken called when it no longer works
   */
  BriskDns open(Runnable broken) throws IOException;
}
