/**
 * The target and the form of log lines: configures logback in code when it is on the class path at
 * runtime. No code depends on it; start at {@link shippy.logging.LogConfigurator}.
 */
@NullMarked
package shippy.logging;

import org.jspecify.annotations.NullMarked;
