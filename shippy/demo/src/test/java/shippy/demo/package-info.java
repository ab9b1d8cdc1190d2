/** Tests of the parts of the demo; the whole of it is tested end to end. */
@NullMarked
package shippy.demo;

import org.jspecify.annotations.NullMarked;
