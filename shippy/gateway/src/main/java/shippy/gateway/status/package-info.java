/**
 * Asks all instances how they are, and tells the page and load balancers. Start at {@link
 * shippy.gateway.status.StatusCollector}.
 */
@NullMarked
package shippy.gateway.status;

import org.jspecify.annotations.NullMarked;
