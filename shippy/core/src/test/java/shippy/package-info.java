/** Rules that hold across the packages of core. */
@NullMarked
package shippy;

import org.jspecify.annotations.NullMarked;
