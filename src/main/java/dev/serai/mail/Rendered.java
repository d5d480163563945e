package dev.serai.mail;

/** A mail's words, ready to be sent. */
record Rendered(String subject, String text, String html) {}
