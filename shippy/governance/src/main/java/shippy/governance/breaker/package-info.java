/**
 * Circuit breakers around calls: {@link shippy.governance.breaker.CircuitBreakerInterceptor}. The
 * mechanism is in {@code CircuitBreaker}.
 */
@NullMarked
package shippy.governance.breaker;

import org.jspecify.annotations.NullMarked;
