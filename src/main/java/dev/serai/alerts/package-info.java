/** What operators must see to: from notices and watched conditions to mail, chat and pager, until somebody has. */
@NullMarked
package dev.serai.alerts;

import org.jspecify.annotations.NullMarked;
