/** Each check against the real thing: what is broken, the row that says so, and its fix. */
@NullMarked
package shippy.doctor;

import org.jspecify.annotations.NullMarked;
