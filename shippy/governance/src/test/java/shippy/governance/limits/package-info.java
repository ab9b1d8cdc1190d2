@NullMarked
package shippy.governance.limits;

import org.jspecify.annotations.NullMarked;
