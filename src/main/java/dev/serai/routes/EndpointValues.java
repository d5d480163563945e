package dev.serai.routes;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** An address as values of their own, however it is written: {@code uri} is the scheme, {@code uri.topic} an option. */
final class EndpointValues {
    static final String URI = "uri";

    private EndpointValues() {}

    static void add(Endpoint endpoint, String prefix, SortedMap<String, Value> into) {
        Address address = Address.of(endpoint, text -> text);
        String uri = prefix.isEmpty() ? URI : prefix + "." + URI;
        Optional<Catalog.Component> component = Catalog.component(address.scheme());
        if (component.isPresent()) {
            into.put(uri, Value.of(URI, address.scheme()));
            path(component.get(), address, uri, into);
        } else {
            into.put(uri, Value.of(URI, endpoint.address().text().split("\\?(?!\\w*}})", 2)[0]));
        }
        for (Address.Option option : address.options()) {
            boolean secret = component
                    .flatMap(known -> known.option(option.name()))
                    .filter(Catalog.Option::secret)
                    .isPresent();
            Value value = secret || option.written().contains("RAW")
                    ? Value.secret(option.value())
                    : Value.of(option.name(), option.value());
            into.put(uri + "." + option.name(), value);
        }
    }

    /** {@code group/trigger} becomes two options; with fewer parts than names it is the last names that are there. */
    private static void path(Catalog.Component component, Address address, String uri, SortedMap<String, Value> into) {
        List<String> names = component.path().stream().map(Catalog.Option::name).toList();
        String text = address.target();
        if (text.isEmpty() || names.isEmpty()) {
            return;
        }
        String[] parts =
                names.size() == 1 ? new String[] {text} : text.split(separators(component, names), names.size());
        int missing = names.size() - parts.length;
        for (int i = 0; i < parts.length; i++) {
            String name = names.get(i + missing);
            into.put(uri + "." + name, Value.of(name, parts[i]));
        }
    }

    private static String separators(Catalog.Component component, List<String> names) {
        String syntax = component.syntax();
        int end = syntax.lastIndexOf(names.get(0)) + names.get(0).length();
        return end < syntax.length() ? Pattern.quote(syntax.substring(end, end + 1)) : "/";
    }
}
