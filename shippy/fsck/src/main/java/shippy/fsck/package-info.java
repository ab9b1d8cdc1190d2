/**
 * Compares what the consignment service and the vessel service say about the same cargo, over their
 * own calls, and repairs what is safe to. For the {@code fsck} verb; start at {@link
 * shippy.fsck.Fsck}.
 */
@NullMarked
package shippy.fsck;

import org.jspecify.annotations.NullMarked;
