/**
 * What programs on go-micro expect of a service that they call: methods under any package, JSON
 * messages, errors of its own form. No code of others uses it: {@link
 * shippy.gomicro.GoMicroDialect} is found by its presence.
 */
@NullMarked
package shippy.gomicro;

import org.jspecify.annotations.NullMarked;
