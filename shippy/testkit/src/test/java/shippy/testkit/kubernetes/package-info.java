/** Tests of the API server for tests. */
@NullMarked
package shippy.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
