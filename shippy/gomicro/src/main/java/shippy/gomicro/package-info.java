/**
 * What programs on go-micro expect of a service that they call: methods under any package, JSON
 * messages, errors of its own form. Nothing compiles against it: {@link java.util.ServiceLoader}
 * finds {@link shippy.gomicro.GoMicroDialect} on the class path.
 */
@NullMarked
package shippy.gomicro;

import org.jspecify.annotations.NullMarked;
