/**
 * Messages from and to JSON, by protobuf's rules: the one reader and writer of the command line, of
 * calls without stubs, of the gateway and of services. Start at {@link shippy.json.MessageReader}.
 */
@NullMarked
package shippy.json;

import org.jspecify.annotations.NullMarked;
