/** Guards programs against too much traffic; shippy-rpc finds it when a setting asks. */
@NullMarked
package shippy.governance;

import org.jspecify.annotations.NullMarked;
