/**
 * Messages from JSON, by protobuf's rules: the one reader of the command line, of calls without
 * stubs and of the gateway. Start at {@link shippy.json.MessageReader}.
 */
@NullMarked
package shippy.json;

import org.jspecify.annotations.NullMarked;
