@NullMarked
package shippy.governance.breaker;

import org.jspecify.annotations.NullMarked;
