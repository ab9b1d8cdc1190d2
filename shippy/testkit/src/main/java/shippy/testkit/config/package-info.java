/** Settings that a test changes while programs run. Start at {@code ScriptedConfig}. */
@NullMarked
package shippy.testkit.config;

import org.jspecify.annotations.NullMarked;
