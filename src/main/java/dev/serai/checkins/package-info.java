/** Check-ins of an org's members: who is asked when, and what may be asked about it. */
@NullMarked
package dev.serai.checkins;

import org.jspecify.annotations.NullMarked;
