/**
 * What may be typed next, and what the words typed so far are, by the tree of commands. Start at
 * {@link shippy.shell.completion.Completion}.
 */
@NullMarked
package shippy.shell.completion;

import org.jspecify.annotations.NullMarked;
