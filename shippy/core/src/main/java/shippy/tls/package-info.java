/** Certificates and private keys. Start at {@link shippy.tls.Pem}. */
@NullMarked
package shippy.tls;

import org.jspecify.annotations.NullMarked;
