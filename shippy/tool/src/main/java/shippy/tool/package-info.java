/**
 * The {@code shippy} program: one class for each verb. Start at {@link shippy.tool.ShippyMain};
 * nothing else depends on this package.
 */
@NullMarked
package shippy.tool;

import org.jspecify.annotations.NullMarked;
