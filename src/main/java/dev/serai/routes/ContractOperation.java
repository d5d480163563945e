package dev.serai.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.ClassPathResource;

/** An operation of the contract and where the contract names it; lines and columns are counted from 1. */
public record ContractOperation(String id, String file, int line, int column) {
    private static final String CONTRACT = "openapi/serai.yaml";

    static List<ContractOperation> all() {
        try {
            String text = new ClassPathResource(CONTRACT).getContentAsString(StandardCharsets.UTF_8);
            Item contract = new YamlReader(CONTRACT, new ArrayList<>(), YamlReader.OWN)
                    .read(text)
                    .orElseThrow();
            return contract.walk()
                    .filter(spot -> spot.key().equals("operationId"))
                    .map(spot -> of(spot.value()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The contract " + CONTRACT + " cannot be read", e);
        }
    }

    private static ContractOperation of(Item id) {
        return new ContractOperation(id.text(), CONTRACT, id.line(), id.column());
    }
}
