/** Tests of the check over fake services on a real socket. */
@NullMarked
package shippy.fsck;

import org.jspecify.annotations.NullMarked;
