/** What happens once, before the tests of a JVM begin. */
@NullMarked
package shippy.testkit.session;

import org.jspecify.annotations.NullMarked;
