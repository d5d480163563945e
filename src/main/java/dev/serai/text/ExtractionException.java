package dev.serai.text;
public final class ExtractionException extends Exception { private static final long serialVersionUID=1; public enum Kind {UNREADABLE,ENCRYPTED,TOO_COMPLEX,TOO_LONG} public Kind kind(){return Kind.UNREADABLE;} public String help(){return "";} @Override public String getMessage(){return "x";} }
