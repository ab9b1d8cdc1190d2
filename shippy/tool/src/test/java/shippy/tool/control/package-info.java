/** Tests of the verbs that act on a run. */
@NullMarked
package shippy.tool.control;

import org.jspecify.annotations.NullMarked;
