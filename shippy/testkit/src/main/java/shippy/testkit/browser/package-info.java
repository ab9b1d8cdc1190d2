/** A real browser for tests of pages: start at {@link shippy.testkit.browser.HeadlessBrowser}. */
@NullMarked
package shippy.testkit.browser;

import org.jspecify.annotations.NullMarked;
