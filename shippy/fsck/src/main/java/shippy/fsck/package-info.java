/**
 * Compares the data of the consignment service and the vessel service, over their own calls, and
 * repairs what is safe to repair. For the {@code fsck} verb; start at {@link shippy.fsck.Fsck}.
 */
@NullMarked
package shippy.fsck;

import org.jspecify.annotations.NullMarked;
