/**
 * Requests over HTTP as {@code google.api.http} declares them: which method is meant, and which
 * fields are in the path. Start at {@link shippy.transcoding.HttpRules}.
 */
@NullMarked
package shippy.transcoding;

import org.jspecify.annotations.NullMarked;
