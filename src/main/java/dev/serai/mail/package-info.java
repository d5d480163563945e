/** E-mails: from the row that wishes one to what the provider tells of it days later, each sent once or accounted for. */
@NullMarked
package dev.serai.mail;

import org.jspecify.annotations.NullMarked;
