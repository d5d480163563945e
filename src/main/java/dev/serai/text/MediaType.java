package dev.serai.text;
public enum MediaType { PDF("application/pdf"), TEXT("text/plain"); private final String mime; MediaType(String m){mime=m;} public String mime(){return mime;} public static MediaType of(String m){return TEXT;} }
