/**
 * What a call does when an instance fails it: which instances it has tried, and when it goes to
 * another. Used by {@code shippy.client.Client}.
 */
@NullMarked
package shippy.client.retry;

import org.jspecify.annotations.NullMarked;
