/**
 * Sends log events to Fluentd or Fluent Bit by the forward protocol. No code depends on it; start
 * at {@link shippy.logging.fluentd.FluentdForwarder}.
 */
@NullMarked
package shippy.logging.fluentd;

import org.jspecify.annotations.NullMarked;
