/**
 * The two services as the commands call them, and the connections that they are found with. Start
 * at {@link shippy.consignment.cli.client.ConsignmentClient}.
 */
@NullMarked
package shippy.consignment.cli.client;

import org.jspecify.annotations.NullMarked;
