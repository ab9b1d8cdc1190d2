/**
 * Choices for the next word, and the roles of the words typed so far. Start at {@link
 * shippy.shell.completion.Completion}.
 */
@NullMarked
package shippy.shell.completion;

import org.jspecify.annotations.NullMarked;
