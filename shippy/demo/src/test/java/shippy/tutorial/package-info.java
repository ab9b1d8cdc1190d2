/** The texts of the tour and what it waits for; the tour itself runs in the end-to-end tests. */
@NullMarked
package shippy.tutorial;

import org.jspecify.annotations.NullMarked;
