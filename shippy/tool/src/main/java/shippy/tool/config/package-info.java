/**
 * {@code shippy config}: which settings are in effect and why, and the keys of the config centre.
 * Start at {@link shippy.tool.config.ConfigCommand}.
 */
@NullMarked
package shippy.tool.config;

import org.jspecify.annotations.NullMarked;
