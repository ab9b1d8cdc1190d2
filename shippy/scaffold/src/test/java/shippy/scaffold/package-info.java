/** Tests of what a new project is made of. */
@NullMarked
package shippy.scaffold;

import org.jspecify.annotations.NullMarked;
