/** Tests of logging, most of them in a JVM of their own, as logging is set up once. */
@NullMarked
package shippy.logging;

import org.jspecify.annotations.NullMarked;
