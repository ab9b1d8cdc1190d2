/** Proves the test tools and, as core cannot, the in-memory registry. */
@NullMarked
package shippy.testkit;

import org.jspecify.annotations.NullMarked;
