/** Client and service runtime together, over real connections. */
@NullMarked
package shippy.rpc;

import org.jspecify.annotations.NullMarked;
