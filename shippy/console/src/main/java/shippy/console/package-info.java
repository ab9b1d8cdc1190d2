/**
 * What the command-line programs share: options, usage errors, help, exit codes. A program builds a
 * tree of {@link shippy.console.Action}s and hands it to {@link shippy.console.Console}.
 */
@NullMarked
package shippy.console;

import org.jspecify.annotations.NullMarked;
