/** What an org chooses for itself: features, privacy, consents; and the gates that ask for it. */
@NullMarked
package dev.serai.company;

import org.jspecify.annotations.NullMarked;
