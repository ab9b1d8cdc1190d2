/** Tests of how the services are found and called. */
@NullMarked
package shippy.consignment.cli.client;

import org.jspecify.annotations.NullMarked;
