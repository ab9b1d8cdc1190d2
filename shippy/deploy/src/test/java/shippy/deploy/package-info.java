/** Tests of what a new project is made of. */
@NullMarked
package shippy.deploy;

import org.jspecify.annotations.NullMarked;
