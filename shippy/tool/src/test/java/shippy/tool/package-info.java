/** Tests of the verbs as users see them. */
@NullMarked
package shippy.tool;

import org.jspecify.annotations.NullMarked;
