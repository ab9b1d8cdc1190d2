/**
 * Where log lines go and what they look like: logback set up in code, found by being on the class
 * path at runtime. No code depends on it; start at {@link shippy.logging.LogConfigurator}.
 */
@NullMarked
package shippy.logging;

import org.jspecify.annotations.NullMarked;
