/**
 * The base of a program on shippy: its configuration, its one registry connection, its one
 * event-loop group. Start at {@link shippy.platform.Platform}; nothing else builds gRPC servers or
 * channels.
 */
@NullMarked
package shippy.platform;

import org.jspecify.annotations.NullMarked;
