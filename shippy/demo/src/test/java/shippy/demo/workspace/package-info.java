/** Tests of {@link shippy.demo.workspace}. */
@NullMarked
package shippy.demo.workspace;

import org.jspecify.annotations.NullMarked;
