package dev.serai.text;
public interface RangeReader { long size(); byte[] read(long offset, int length); }
