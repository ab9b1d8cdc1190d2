/** Rules that hold across all modules. */
@NullMarked
package shippy;

import org.jspecify.annotations.NullMarked;
