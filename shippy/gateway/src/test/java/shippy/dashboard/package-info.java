/**
 * Tests of the dashboard page in a real Chromium, over a gateway that says what a test tells it.
 */
@NullMarked
package shippy.dashboard;

import org.jspecify.annotations.NullMarked;
