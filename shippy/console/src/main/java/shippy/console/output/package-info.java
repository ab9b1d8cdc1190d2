/**
 * Shows results and errors in the format a user asked for: tables, JSON, YAML, names. A command
 * hands a {@link shippy.console.output.View} to its {@link shippy.console.output.Output}.
 */
@NullMarked
package shippy.console.output;

import org.jspecify.annotations.NullMarked;
