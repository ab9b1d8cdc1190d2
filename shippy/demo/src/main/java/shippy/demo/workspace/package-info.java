/** The folder, processes and waits of a demo, and what removes them when it ends. */
@NullMarked
package shippy.demo.workspace;

import org.jspecify.annotations.NullMarked;
