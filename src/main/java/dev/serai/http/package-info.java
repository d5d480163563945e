/** The door: matches, admits and validates every HTTP request against the contract, then calls the operation's route. */
@NullMarked
package dev.serai.http;

import org.jspecify.annotations.NullMarked;
