package dev.serai.text;
public interface TokenCounter { int count(String s); }
