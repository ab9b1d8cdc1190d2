/**
 * What tests share: the contract suites that back ends subclass, {@link shippy.testkit.Eventually},
 * and a harness that runs the real programs. Lives in main because other modules' tests depend on
 * it; nothing that ships does.
 */
@NullMarked
package shippy.testkit;

import org.jspecify.annotations.NullMarked;
