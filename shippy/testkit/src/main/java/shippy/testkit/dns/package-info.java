/** Real name servers for tests. Start at {@link shippy.testkit.dns.CoreDns}. */
@NullMarked
package shippy.testkit.dns;

import org.jspecify.annotations.NullMarked;
