package dev.serai.text;
final class Stubs {}
