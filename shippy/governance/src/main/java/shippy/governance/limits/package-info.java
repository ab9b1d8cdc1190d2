/**
 * Refuses calls to a server: by rate, for all of it, a method or a caller, and by load. Start at
 * {@link shippy.governance.limits.LimitsInterceptor}.
 */
@NullMarked
package shippy.governance.limits;

import org.jspecify.annotations.NullMarked;
