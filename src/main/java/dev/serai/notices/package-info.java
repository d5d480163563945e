/** What people must be told, each thing once: mails to customers, alerts to operators. */
@NullMarked
package dev.serai.notices;

import org.jspecify.annotations.NullMarked;
