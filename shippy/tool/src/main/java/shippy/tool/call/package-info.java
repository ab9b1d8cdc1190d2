/** Verbs that call methods or describe them: {@code call}, {@code stream}, {@code describe}. */
@NullMarked
package shippy.tool.call;

import org.jspecify.annotations.NullMarked;
